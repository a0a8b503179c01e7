/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.events.InvalidEventException;
import io.berth.events.kafka.EventJson;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BehaviorTest {

  private static Behavior read(String json) {
    return EventJson.mapper().readValue(json, Behavior.class);
  }

  @Test
  void missingFields_getTheHpasDefaults() {
    Behavior behavior = read("{\"scaleDown\":{\"stabilization\":\"PT60S\"}}");

    assertThat(behavior.scaleUp()).isEqualTo(Behavior.standard().scaleUp());
    assertThat(behavior.scaleDown().stabilization()).isEqualTo(Duration.ofSeconds(60));
    assertThat(behavior.scaleDown().policies())
        .isEqualTo(Behavior.standard().scaleDown().policies());
    assertThat(behavior.scaleDown().tolerance()).isEqualTo(0.1);
  }

  @Test
  void givenFields_surviveARoundTrip() {
    Behavior behavior = read("{\"scaleUp\":{\"select\":\"DISABLED\",\"tolerance\":0.0}}");

    assertThat(read(EventJson.mapper().writeValueAsString(behavior))).isEqualTo(behavior);
    assertThat(behavior.scaleUp().select()).isEqualTo(Behavior.Select.DISABLED);
    assertThat(behavior.scaleUp().tolerance()).isZero();
  }

  @Test
  void toleranceAboveOne_isRejectedWithItsDirection() {
    assertThatThrownBy(() -> read("{\"scaleUp\":{\"tolerance\":2.0}}"))
        .rootCause()
        .isInstanceOfSatisfying(
            InvalidEventException.class,
            refusal ->
                assertThat(refusal.fields())
                    .singleElement()
                    .hasToString("scaleUp.tolerance: found 2.0, wanted 0.0 to 1.0"));
  }
}
