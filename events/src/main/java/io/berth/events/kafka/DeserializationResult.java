/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.kafka;

import io.berth.events.Envelope;
import io.berth.events.Event;
import io.berth.events.InvalidField;
import io.berth.events.command.PartialCommand;
import io.berth.events.document.Characters;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a record on a topic turned out to be. A deserializer that threw would stop its consumer, so
 * bad input is a value too, and the consumer answers it at its door.
 */
public sealed interface DeserializationResult {

  /**
   * A payload of a known type that holds what its record demands.
   *
   * @param envelope the payload and its attributes
   */
  record Readable(Envelope<? extends Event> envelope) implements DeserializationResult {}

  /**
   * JSON of a known type whose fields are wrong: its sender can be told which.
   *
   * @param id the event's id
   * @param type its CloudEvents type
   * @param payload the class of that type
   * @param time when it happened, if it says so
   * @param fields every fault found
   * @param command what is known of a command; null for every other payload
   */
  record Invalid(
      String id,
      String type,
      Class<? extends Event> payload,
      @Nullable Instant time,
      List<InvalidField> fields,
      @Nullable PartialCommand command)
      implements DeserializationResult {}

  /**
   * Nothing that could be answered: no CloudEvent, no JSON, or a type that this version does not
   * know. It belongs into the dead letters.
   *
   * @param reason what is wrong with it, and what is wanted
   */
  record Unreadable(String reason) implements DeserializationResult {
    public Unreadable {
      reason = Characters.visible(reason);
    }
  }
}
