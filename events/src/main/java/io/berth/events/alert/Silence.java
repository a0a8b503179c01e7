/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.alert;

import io.berth.events.Check;
import io.berth.events.Event;
import java.time.Instant;
import java.util.Map;

/**
 * Suppresses notifications of alerts whose labels match, for a time. A null record (tombstone) ends
 * it.
 *
 * @param id unique
 * @param matchers label names and the values they must have; at least one
 * @param startsAt from when
 * @param endsAt until when, after startsAt
 * @param author who created it
 * @param comment why
 */
public record Silence(
    String id,
    Map<String, String> matchers,
    Instant startsAt,
    Instant endsAt,
    String author,
    String comment)
    implements Event {
  public Silence {
    Check.that()
        .line("id", id, 100)
        .notEmpty("matchers", matchers == null ? null : matchers.keySet())
        .present("startsAt", startsAt)
        .present("endsAt", endsAt)
        .holds(
            startsAt == null || endsAt == null || endsAt.isAfter(startsAt),
            "endsAt",
            String.valueOf(endsAt),
            "later than startsAt, " + startsAt)
        .line("author", author, 200)
        .text("comment", comment, 2000)
        .orThrow();
    matchers = Map.copyOf(matchers);
  }

  @Override
  public String key() {
    return id;
  }
}
