/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.waves;

import static io.berth.deploy.planning.TestSnapshots.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.deploy.fleet.FleetState;
import io.berth.deploy.fleet.FleetState.ClusterVerdict;
import io.berth.events.operation.Verdict;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WaveDecisionsTest {

  @Test
  void commandReportedAsSupersededByItself_isNotSuperseded() {
    ClusterVerdict itself = new ClusterVerdict(Verdict.SUPERSEDED, NOON, "so it is", "mine");
    ClusterVerdict other = new ClusterVerdict(Verdict.SUPERSEDED, NOON, "so it is", "newer");

    FleetState fleet =
        WaveDecisions.withoutSelfSupersede(
            "mine", new FleetState(Map.of("dc-a", itself, "dc-b", other), List.of()));

    assertThat(fleet.verdicts().get("dc-a").supersededBy()).isNull();
    assertThat(fleet.verdicts().get("dc-a").verdict()).isEqualTo(Verdict.SUPERSEDED);
    assertThat(fleet.verdicts().get("dc-b")).isEqualTo(other);
  }
}
