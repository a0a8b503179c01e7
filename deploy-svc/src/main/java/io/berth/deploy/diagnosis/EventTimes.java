/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.diagnosis;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventSeries;
import io.fabric8.kubernetes.api.model.MicroTime;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * When an Event was seen. Senders of {@code core/v1} fill {@code lastTimestamp}; those of {@code
 * events.k8s.io/v1}, such as the scheduler, fill {@code series.lastObservedTime} or {@code
 * eventTime} and leave it empty.
 */
public final class EventTimes {

  private EventTimes() {}

  /** The last time it was seen; empty where the Event has no readable time. */
  public static Optional<Instant> lastSeen(Event event) {
    return Stream.of(
            event.getLastTimestamp(),
            text(event.getSeries()),
            text(event.getEventTime()),
            event.getFirstTimestamp(),
            event.getMetadata() == null ? null : event.getMetadata().getCreationTimestamp())
        .flatMap(text -> Stream.ofNullable(instant(text)))
        .findFirst();
  }

  /** The first time it was seen; empty where the Event has no readable time. */
  public static Optional<Instant> firstSeen(Event event) {
    return Stream.of(
            event.getFirstTimestamp(),
            text(event.getEventTime()),
            event.getMetadata() == null ? null : event.getMetadata().getCreationTimestamp(),
            event.getLastTimestamp())
        .flatMap(text -> Stream.ofNullable(instant(text)))
        .findFirst();
  }

  static @Nullable Instant instant(@Nullable String text) {
    if (text == null || text.isEmpty()) {
      return null;
    }
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static @Nullable String text(@Nullable EventSeries series) {
    return series == null ? null : text(series.getLastObservedTime());
  }

  private static @Nullable String text(@Nullable MicroTime time) {
    return time == null ? null : time.getTime();
  }
}
