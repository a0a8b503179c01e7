/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.launcher.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Set;
import org.junit.jupiter.api.Test;

class PortPlanTest {

  @Test
  void withoutOffset_portsAreTheUsualOnes() {
    assertThat(new PortPlan(0).all(Set.of()).keySet())
        .containsExactlyInAnyOrder(
            8080, 18001, 18002, 18101, 18102, 18201, 18202, 18301, 18401, 18501, 19092, 19093,
            19200, 19300, 24224);
  }

  @Test
  void clusterOfTheUsersOwn_needsNoPortHere() {
    assertThat(new PortPlan(0).all(Set.of("dc-b")).keySet())
        .contains(18001, 18102, 18202)
        .doesNotContain(18002);
  }

  @Test
  void everyPort_movesByTheOffset() {
    var usual = new PortPlan(0).all(Set.of()).keySet();

    assertThat(new PortPlan(1000).all(Set.of()).keySet())
        .containsExactlyInAnyOrderElementsOf(usual.stream().map(port -> port + 1000).toList());
  }

  @Test
  void portOffset_beyondLastPort_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PortPlan(20_001))
        .withMessageContaining("--port-offset");
  }
}
