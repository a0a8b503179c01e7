/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.stream;

import io.berth.events.Envelope;
import io.berth.events.kafka.CloudEventSerializer;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Serializes records of a service: an {@link Envelope} as a CloudEvent, bytes unchanged (for dead
 * letters), text as UTF-8 (for keys), null as a tombstone.
 */
public final class RecordSerializer implements Serializer<Object> {

  private final CloudEventSerializer events = new CloudEventSerializer();

  @Override
  public byte @Nullable [] serialize(String topic, @Nullable Object data) {
    return serialize(topic, null, data);
  }

  @Override
  public byte @Nullable [] serialize(
      String topic, @Nullable Headers headers, @Nullable Object data) {
    return switch (data) {
      case null -> null;
      case byte[] bytes -> bytes;
      case String text -> text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
      case Envelope<?> envelope when headers != null -> events.serialize(topic, headers, envelope);
      default ->
          throw new SerializationException(
              "Cannot write " + data.getClass().getName() + "; wanted an Envelope or bytes");
    };
  }
}
