/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.printing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HumanDurationTest {

  @ParameterizedTest
  @CsvSource({
    "PT-3S, 0s",
    "PT119S, 119s",
    "PT2M, 2m",
    "PT5M30S, 5m30s",
    "PT10M5S, 10m",
    "PT3H12M, 3h12m",
    "PT8H1M, 8h",
    "PT50H, 2d2h",
    "P8DT1H, 8d",
    "P800D, 2y70d"
  })
  void timeSpans_areRoundedAsKubectlRoundsThem(Duration time, String text) {
    assertThat(HumanDuration.of(time)).isEqualTo(text);
  }
}
