/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.kafka;

import io.berth.events.kafka.CloudEventDeserializer;
import io.berth.events.kafka.DeserializationResult;
import io.berth.stream.RecordSerializer;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/** Serdes of the topology's inputs and outputs. */
public final class EventSerdes {

  private EventSerdes() {}

  /** Reads CloudEvents; an invalid one becomes a value, not an exception. */
  public static Serde<DeserializationResult> received() {
    return Serdes.serdeFrom(
        (_, _) -> {
          throw new SerializationException("Received events are never serialized");
        },
        new CloudEventDeserializer());
  }

  /** Writes envelopes as CloudEvents, and bytes as they are. */
  public static Serde<Object> written() {
    return Serdes.serdeFrom(
        new RecordSerializer(),
        (_, _) -> {
          throw new SerializationException("Written events are never deserialized");
        });
  }
}
