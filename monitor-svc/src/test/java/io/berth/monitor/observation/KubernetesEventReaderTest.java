/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.observation;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.MicroTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class KubernetesEventReaderTest {

  private static EventBuilder event() {
    return new EventBuilder()
        .withNewMetadata()
        .withUid("u1")
        .withCreationTimestamp("2026-11-22T10:00:00Z")
        .endMetadata();
  }

  @Test
  void eventOfTheOldFormat_hasCountAndLastTimestamp() {
    var event =
        event()
            .withCount(7)
            .withFirstTimestamp("2026-11-22T10:00:01Z")
            .withLastTimestamp("2026-11-22T10:09:00Z")
            .build();

    assertThat(KubernetesEventReader.id(event)).isEqualTo("u1:7");
    assertThat(KubernetesEventReader.occurredAt(event))
        .isEqualTo(Instant.parse("2026-11-22T10:09:00Z"));
  }

  @Test
  void eventOfTheNewFormat_hasItsSeries() {
    var event =
        event()
            .withEventTime(new MicroTime("2026-11-22T10:00:02.123456Z"))
            .withNewSeries()
            .withCount(3)
            .withLastObservedTime(new MicroTime("2026-11-22T10:05:00.000001Z"))
            .endSeries()
            .build();

    assertThat(KubernetesEventReader.id(event)).isEqualTo("u1:3");
    assertThat(KubernetesEventReader.occurredAt(event))
        .isEqualTo(Instant.parse("2026-11-22T10:05:00.000001Z"));
  }

  @Test
  void eventWithoutTimestampsAndCount_occurredOnceAtItsCreation() {
    assertThat(KubernetesEventReader.id(event().build())).isEqualTo("u1:1");
    assertThat(KubernetesEventReader.occurredAt(event().build()))
        .isEqualTo(Instant.parse("2026-11-22T10:00:00Z"));
  }
}
