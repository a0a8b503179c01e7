/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.log;

import io.berth.events.Check;
import io.berth.events.Event;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A log record as it arrived, secrets already redacted.
 *
 * @param stream what must stay in order: the producer's instance or the container
 * @param tag the Forward protocol's tag
 * @param time the record's own time
 * @param receivedAt when the receiver got it
 * @param eventId the producer's id, instance and sequence; null where it sent none
 * @param fields the record as it was sent, any JSON object
 */
public record RawLog(
    String stream,
    String tag,
    Instant time,
    Instant receivedAt,
    @Nullable String eventId,
    Map<String, Object> fields)
    implements Event {
  public RawLog {
    Check.that()
        .text("stream", stream, 500)
        .text("tag", tag, 500)
        .present("time", time)
        .present("receivedAt", receivedAt)
        .present("fields", fields)
        .orThrow();
  }

  @Override
  public String key() {
    return stream;
  }
}
