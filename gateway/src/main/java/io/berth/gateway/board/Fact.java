/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.board;

import io.berth.events.Envelope;
import io.berth.events.Event;
import io.berth.events.EventTypes;
import io.berth.events.Topic;
import org.jspecify.annotations.Nullable;

/**
 * Something that was said on a topic.
 *
 * @param topic where
 * @param key the record's key
 * @param envelope what; null where the key is gone
 */
public record Fact(Topic topic, String key, @Nullable Envelope<? extends Event> envelope) {

  /** What was said in its own topic. */
  public static Fact of(Envelope<? extends Event> envelope) {
    Event payload = envelope.payload();
    return new Fact(EventTypes.topicOf(payload.getClass()), payload.key(), envelope);
  }

  /** The key is gone. */
  public static Fact gone(Topic topic, String key) {
    return new Fact(topic, key, null);
  }
}
