/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.scaler.kafka;

import io.berth.events.Envelope;
import io.berth.events.Event;
import io.berth.events.InvalidField;
import io.berth.events.kafka.CloudEventDeserializer;
import io.berth.events.kafka.Received;
import io.berth.events.kafka.Received.Invalid;
import io.berth.events.kafka.Received.Readable;
import io.berth.events.kafka.Received.Unreadable;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Reads the event that a record carries. */
final class CloudEventReader {

  /** The result of reading a record. */
  sealed interface Result {}

  /** An event. */
  record Read(Envelope<? extends Event> envelope) implements Result {}

  /** A tombstone. */
  record Tombstone() implements Result {}

  /** An unreadable record, and the reason. */
  record UnreadableRecord(String reason) implements Result {}

  private final CloudEventDeserializer deserializer = new CloudEventDeserializer();

  Result read(Record<byte[], byte[]> record) {
    Received received = deserializer.deserialize("", record.headers(), record.value());
    return switch (received) {
      case null -> new Tombstone();
      case Readable(var envelope) -> new Read(envelope);
      case Invalid(var _, var _, var _, var _, var fields) ->
          new UnreadableRecord(
              fields.stream().map(InvalidField::toString).collect(Collectors.joining("; ")));
      case Unreadable(var reason) -> new UnreadableRecord(reason);
    };
  }

  /** The record's key as text; null where it is missing or not UTF-8. */
  static @Nullable String key(Record<byte[], byte[]> record) {
    if (record.key() == null) {
      return null;
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(record.key())).toString();
    } catch (CharacterCodingException _) {
      return null;
    }
  }
}
