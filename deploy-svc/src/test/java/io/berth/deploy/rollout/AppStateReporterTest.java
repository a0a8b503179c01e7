/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.rollout;

import static io.berth.deploy.planning.TestSnapshots.live;
import static io.berth.deploy.planning.TestSnapshots.release;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.deploy.planning.ObservedApp;
import io.berth.events.operation.AppState.Phase;
import io.berth.events.operation.Progress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AppStateReporterTest {

  private static final ObservedApp LIVE = live(release(2), 2);

  @ParameterizedTest
  @CsvSource({
    // wanted, updated, available, old
    "2, 2, 2, 0, RUNNING",
    "2, 2, 1, 0, DEGRADED",
    "2, 2, 0, 0, DOWN",
    "2, 0, 2, 2, DEGRADED", // both pods are of the release before
    "2, 1, 2, 2, DEGRADED", // the new pod does not become ready, the old ones serve
    "2, 1, 2, 1, DEGRADED",
    "2, 2, 2, 1, DEGRADED", // an old pod does not end
    "2, 0, 0, 2, DOWN",
    "2, 1, 0, 1, DOWN",
    "1, 1, 1, 0, RUNNING",
    "0, 0, 0, 0, STOPPED",
  })
  void phaseWithoutARollout_asksWhichReleaseServes(
      int wanted, int updated, int available, int old, Phase expected) {
    var counts = new Progress(wanted, updated, available, available, old);

    assertThat(AppStateReporter.phase(LIVE, counts, false)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"2, 0, 2, 2", "2, 1, 2, 2", "2, 0, 0, 0"})
  void phaseDuringARollout_isThatOfTheRollout(int wanted, int updated, int available, int old) {
    var counts = new Progress(wanted, updated, available, available, old);

    assertThat(AppStateReporter.phase(LIVE, counts, true)).isEqualTo(Phase.ROLLING_OUT);
  }
}
