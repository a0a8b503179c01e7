/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.scaler.kafka;

import io.berth.events.kafka.EventJson;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/** JSON of a type that only this service reads: its state, and policies that passed its door. */
final class JsonSerde {

  private JsonSerde() {}

  static <T> Serde<T> of(Class<T> type) {
    Serializer<@Nullable T> write =
        (topic, value) -> value == null ? null : EventJson.mapper().writeValueAsBytes(value);
    Deserializer<@Nullable T> read =
        (topic, bytes) -> bytes == null ? null : EventJson.mapper().readValue(bytes, type);
    return Serdes.serdeFrom(write, read);
  }
}
