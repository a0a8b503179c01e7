/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy;

import io.berth.events.Envelope;
import io.berth.events.Event;
import io.berth.events.kafka.CloudEventSerializer;
import io.berth.events.kafka.EventPublisher;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Sends events as they should be, and bytes as they should not. */
final class Sender implements AutoCloseable {

  private final EventPublisher publisher;
  private final KafkaProducer<byte[], byte[]> raw;

  Sender(String kafka, String prefix) {
    this.publisher =
        new EventPublisher(
            new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka, "acks", "all"),
                new StringSerializer(),
                new CloudEventSerializer()),
            "/test",
            prefix);
    this.raw =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers", kafka, "max.request.size", 4 << 20, "compression.type", "lz4"),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  void send(Envelope<? extends Event> envelope) {
    publisher.publish(envelope).join();
  }

  void send(ProducerRecord<byte[], byte[]> record) {
    raw.send(record);
    raw.flush();
  }

  @Override
  public void close() {
    publisher.close();
    raw.close();
  }
}
