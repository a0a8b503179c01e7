/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.testing;

import io.berth.events.Envelope;
import io.berth.events.Event;
import io.berth.events.kafka.CloudEventSerializer;
import io.berth.events.kafka.EventPublisher;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Sends events as they should be, and bytes as they should not. */
public final class CommandSender implements AutoCloseable {

  private final EventPublisher publisher;
  private final KafkaProducer<byte[], byte[]> raw;

  public CommandSender(String kafka, String prefix) {
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

  public void send(Envelope<? extends Event> envelope) {
    publisher.publish(envelope).join();
  }

  /** Without waiting in between, so that they may lie in one batch. */
  public void sendTogether(List<? extends Envelope<? extends Event>> envelopes) {
    envelopes.stream().map(publisher::publish).toList().forEach(CompletableFuture::join);
  }

  public void send(ProducerRecord<byte[], byte[]> record) {
    raw.send(record);
    raw.flush();
  }

  @Override
  public void close() {
    publisher.close();
    raw.close();
  }
}
