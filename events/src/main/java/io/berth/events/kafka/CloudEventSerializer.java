/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.berth.events.Envelope;
import io.berth.events.Event;
import io.berth.events.EventTypes;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/** Writes an {@link Envelope} as a CloudEvent 1.0 in Kafka's binary mode. */
public final class CloudEventSerializer implements Serializer<Envelope<? extends Event>> {

  @Override
  public byte @Nullable [] serialize(String topic, @Nullable Envelope<? extends Event> envelope) {
    throw new SerializationException("A CloudEvent needs its headers: use a client that has them");
  }

  @Override
  public byte @Nullable [] serialize(
      String topic, Headers headers, @Nullable Envelope<? extends Event> envelope) {
    if (envelope == null) {
      return null;
    }
    set(headers, CloudEventHeaders.SPEC_VERSION, "1.0");
    set(headers, CloudEventHeaders.ID, envelope.id());
    set(headers, CloudEventHeaders.SOURCE, envelope.source());
    set(headers, CloudEventHeaders.TYPE, EventTypes.nameOf(envelope.payload().getClass()));
    set(headers, CloudEventHeaders.TIME, envelope.time().toString());
    set(headers, CloudEventHeaders.SUBJECT, envelope.payload().key());
    set(headers, CloudEventHeaders.CONTENT_TYPE, "application/json");
    if (envelope.traceparent() != null) {
      set(headers, CloudEventHeaders.TRACEPARENT, envelope.traceparent());
    }
    return EventJson.write(envelope.payload());
  }

  private static void set(Headers headers, String name, String value) {
    headers.remove(name).add(name, value.getBytes(UTF_8));
  }
}
