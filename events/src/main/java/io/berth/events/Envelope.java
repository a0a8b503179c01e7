/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A payload with its CloudEvents 1.0 attributes. The {@code type} attribute follows from the
 * payload, see {@link EventTypes}.
 *
 * @param id unique with the source; a second record with the same id is the same event. The id of a
 *     command is the command's id everywhere
 * @param source who says it, a URI reference such as {@code /berth/gateway}
 * @param time when it happened; {@link Instant#EPOCH} where a record does not say
 * @param traceparent W3C trace context, or null
 * @param payload what is said
 * @param <E> the payload's type
 */
public record Envelope<E extends Event>(
    String id, String source, Instant time, @Nullable String traceparent, E payload) {

  public Envelope {
    Check.that()
        .line("id", id, 200)
        .line("source", source, 500)
        .present("time", time)
        .present("payload", payload)
        .orThrow();
  }

  /**
   * When it happened; where the event does not say, the record's own timestamp is the best that is
   * known.
   */
  public Instant timeOr(Instant recordTimestamp) {
    return time.equals(Instant.EPOCH) ? recordTimestamp : time;
  }

  /** The same event at another time. */
  public Envelope<E> withTime(Instant at) {
    return new Envelope<>(id, source, at, traceparent, payload);
  }

  public static <E extends Event> Envelope<E> of(
      String id, String source, Instant time, E payload) {
    return new Envelope<>(id, source, time, null, payload);
  }
}
