/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kafka;

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

  private final String topic;
  private final TopicHistory history;
  private volatile boolean stopping;

  private Tail(String topic, TopicHistory history) {
    this.topic = topic;
    this.history = history;
  }

  /** Has read all there is since then. */
  static Tail since(
      Instant since,
      Consumer<byte[], byte[]> consumer,
      String topic,
      java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> reader) {
    return new Tail(topic, TopicHistory.replay(consumer, topic, since, reader));
  }

  /** Reads on, until {@link #close}. */
  void run() {
    while (!stopping) {
      try {
        history.readOn();
      } catch (WakeupException e) {
        LOG.debug("Reading {} ends", topic);
      } catch (KafkaException e) {
        LOG.warn("{} cannot be read: {}", topic, e.getMessage());
      }
    }
    history.close();
  }

  /**
   * Reads what is there by now, in the caller's thread.
   *
   * @throws KafkaException where Kafka is away
   */
  void catchUp() {
    history.catchUp();
  }

  @Override
  public void close() {
    stopping = true;
    history.wakeUp();
  }
}
