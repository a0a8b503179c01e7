/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.alerting;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.events.kafka.EventJson;
import java.io.IOException;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The stored form of states, which other versions read and write during a rolling upgrade. */
class SubjectStateJsonTest {

  @Test
  void statesOfEarlierVersions_areReadAndWrittenByteForByte() throws IOException {
    for (String line : stored().lines().toList()) {
      SubjectState state = EventJson.mapper().readValue(line, SubjectState.class);

      assertThat(EventJson.mapper().writeValueAsString(state)).isEqualTo(line);
    }
  }

  @Test
  void stateOfAnAlert_isReadIntoEachOfItsParts() throws IOException {
    String line = stored().lines().findFirst().orElseThrow();
    SubjectState state = EventJson.mapper().readValue(line, SubjectState.class);
    AlertState alert = Objects.requireNonNull(state.alerts().get("ContainerOOMKilled/cart"));

    assertThat(alert.rule()).isEqualTo("ContainerOOMKilled");
    assertThat(alert.times().clearSince()).isEqualTo("2026-11-22T10:02:00Z");
    assertThat(alert.frozen().frozenAt()).isEqualTo("2026-11-22T10:02:20Z");
    assertThat(alert.flaps().turns()).hasSize(2);
    assertThat(alert.details().annotations()).containsEntry("exitCode", "137");
    assertThat(alert.notification().notified()).isTrue();
    assertThat(state.lastCommand()).isNotNull();
    assertThat(state.commands().sent()).hasSize(1);
    assertThat(state.presence().staleSince()).isNotNull();
  }

  private static String stored() throws IOException {
    try (var in = SubjectStateJsonTest.class.getResourceAsStream("/subject-states.jsonl")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), UTF_8);
    }
  }
}
