/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.kubelet;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LoadCurveTest {

  private static double at(String curve, long seconds) {
    return LoadCurve.parse(curve).at(Duration.ofSeconds(seconds));
  }

  @Test
  void load_isLinearBetweenPoints_andFlatOutside() {
    String curve = "0s=300,20s=2400";
    assertThat(at(curve, 0)).isEqualTo(300);
    assertThat(at(curve, 10)).isEqualTo(1350);
    assertThat(at(curve, 20)).isEqualTo(2400);
    assertThat(at(curve, 3600)).isEqualTo(2400);
    assertThat(at("1m=50", 0)).isEqualTo(50);
  }

  @Test
  void unreadableParts_areLeftOut() {
    assertThat(LoadCurve.parse("").isEmpty()).isTrue();
    assertThat(at("x,10s=5,7=", 99)).isEqualTo(5);
  }
}
