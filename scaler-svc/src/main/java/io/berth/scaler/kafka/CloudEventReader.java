/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.scaler.kafka;

import io.berth.events.Envelope;
import io.berth.events.Event;
import io.berth.events.InvalidField;
import io.berth.events.kafka.CloudEventDeserializer;
import io.berth.events.kafka.DeserializationResult;
import io.berth.events.kafka.DeserializationResult.Invalid;
import io.berth.events.kafka.DeserializationResult.Readable;
import io.berth.events.kafka.DeserializationResult.Unreadable;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Reads the event that a record carries. */
final class CloudEventReader {

  /** The result of reading a record. */
  sealed interface ReadResult {}

  /** An event. */
  record ReadEvent(Envelope<? extends Event> envelope) implements ReadResult {}

  /** A tombstone. */
  record Tombstone() implements ReadResult {}

  /** An unreadable record, and the reason. */
  record UnreadableRecord(String reason) implements ReadResult {}

  private final CloudEventDeserializer deserializer = new CloudEventDeserializer();

  ReadResult read(Record<byte[], byte[]> record) {
    DeserializationResult received = deserializer.deserialize("", record.headers(), record.value());
    return switch (received) {
      case null -> new Tombstone();
      case Readable(var envelope) -> new ReadEvent(envelope);
      case Invalid invalid ->
          new UnreadableRecord(
              invalid.fields().stream()
                  .map(InvalidField::toString)
                  .collect(Collectors.joining("; ")));
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
