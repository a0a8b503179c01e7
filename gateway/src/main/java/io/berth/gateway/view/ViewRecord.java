/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.view;

import io.berth.events.Envelope;
import io.berth.events.Event;
import io.berth.events.EventTypes;
import io.berth.events.Topic;
import org.jspecify.annotations.Nullable;

/**
 * A record of one of the view's topics.
 *
 * @param topic its topic
 * @param key its key
 * @param envelope its event; null for a tombstone
 */
public record ViewRecord(Topic topic, String key, @Nullable Envelope<? extends Event> envelope) {

  /** An event in the topic of its type. */
  public static ViewRecord of(Envelope<? extends Event> envelope) {
    Event payload = envelope.payload();
    return new ViewRecord(EventTypes.topicOf(payload.getClass()), payload.key(), envelope);
  }

  /** The removal of a key. */
  public static ViewRecord tombstone(Topic topic, String key) {
    return new ViewRecord(topic, key, null);
  }
}
