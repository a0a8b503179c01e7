/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.observing;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.MicroTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class EventReaderTest {

  private static EventBuilder event() {
    return new EventBuilder()
        .withNewMetadata()
        .withUid("u1")
        .withCreationTimestamp("2026-11-22T10:00:00Z")
        .endMetadata();
  }

  @Test
  void anEventOfTheOlderShape_hasItsCountAndLastTime() {
    var event =
        event()
            .withCount(7)
            .withFirstTimestamp("2026-11-22T10:00:01Z")
            .withLastTimestamp("2026-11-22T10:09:00Z")
            .build();

    assertThat(EventReader.id(event)).isEqualTo("u1:7");
    assertThat(EventReader.occurredAt(event)).isEqualTo(Instant.parse("2026-11-22T10:09:00Z"));
  }

  @Test
  void anEventOfTheNewerShape_hasItsSeries() {
    var event =
        event()
            .withEventTime(new MicroTime("2026-11-22T10:00:02.123456Z"))
            .withNewSeries()
            .withCount(3)
            .withLastObservedTime(new MicroTime("2026-11-22T10:05:00.000001Z"))
            .endSeries()
            .build();

    assertThat(EventReader.id(event)).isEqualTo("u1:3");
    assertThat(EventReader.occurredAt(event))
        .isEqualTo(Instant.parse("2026-11-22T10:05:00.000001Z"));
  }

  @Test
  void anEventThatSaysNothingElse_happenedWhenItWasCreated_once() {
    assertThat(EventReader.id(event().build())).isEqualTo("u1:1");
    assertThat(EventReader.occurredAt(event().build()))
        .isEqualTo(Instant.parse("2026-11-22T10:00:00Z"));
  }
}
