/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.kafka;

import io.berth.events.kafka.EventJson;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** JSON for the service's internal topics and stores. */
final class JsonSerdes {

  private JsonSerdes() {}

  static <T> Serde<T> of(Class<T> type) {
    return Serdes.serdeFrom((_, value) -> write(value), (_, bytes) -> read(bytes, type));
  }

  static byte @Nullable [] write(@Nullable Object value) {
    return value == null ? null : EventJson.mapper().writeValueAsBytes(value);
  }

  @SuppressWarnings("NullAway") // a tombstone is null, as Kafka has it
  static <T> T read(byte @Nullable [] bytes, Class<T> type) {
    if (bytes == null) {
      return null;
    }
    try {
      return EventJson.mapper().readValue(bytes, type);
    } catch (JacksonException e) {
      throw new SerializationException("No " + type.getSimpleName() + ": " + e.getMessage(), e);
    }
  }
}
