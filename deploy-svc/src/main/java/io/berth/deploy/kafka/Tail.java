/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kafka;

import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A topic as every instance reads it for itself: what it held at the start, then what comes. */
final class Tail implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Tail.class);

  private final Consumer<byte[], byte[]> consumer;
  private final String topic;
  private final java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> reader;
  private volatile boolean stopping;

  Tail(
      Consumer<byte[], byte[]> consumer,
      String topic,
      java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> reader) {
    this.consumer = consumer;
    this.topic = topic;
    this.reader = reader;
  }

  /** Reads all there is since then. */
  void recall(Instant since) {
    TopicHistory.replay(consumer, topic, since, reader);
  }

  /** Reads on, until {@link #close}. */
  void run() {
    try (consumer) {
      while (!stopping) {
        poll();
      }
    } catch (WakeupException e) {
      LOG.debug("Reading {} ends", topic);
    }
  }

  private void poll() {
    try {
      consumer.poll(Duration.ofMillis(500)).forEach(reader);
    } catch (WakeupException e) {
      throw e;
    } catch (KafkaException e) {
      LOG.warn("{} cannot be read: {}", topic, e.getMessage());
    }
  }

  @Override
  public void close() {
    stopping = true;
    consumer.wakeup();
  }
}
