/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.kafka;

import io.berth.events.cluster.PodFacts;
import io.berth.events.kafka.DeserializationResult;
import io.berth.logpipeline.enrichment.PodTable;
import io.berth.stream.BindingCustomizer;
import io.berth.stream.KafkaConnection;
import io.berth.stream.TopicTable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationListener;
import org.springframework.kafka.event.ListenerContainerIdleEvent;
import org.springframework.kafka.listener.AbstractMessageListenerContainer;
import org.springframework.messaging.Message;

/**
 * Reads all of {@code berth.pods} into the pod table, and then its changes. The {@code TopicTable}
 * is not a bean: health would wait for it, and late pod facts never block.
 */
public final class PodTableReader
    implements BindingCustomizer, ApplicationListener<ListenerContainerIdleEvent> {

  /** The binding's name; it is started where records are enriched. */
  public static final String BINDING = "pods-in-0";

  private static final Logger LOG = LoggerFactory.getLogger(PodTableReader.class);
  private static final Duration LOOK_EVERY = Duration.ofMillis(20);

  private final TopicTable<String, DeserializationResult> topic;

  public PodTableReader(KafkaConnection kafka, PodTable table, Clock clock) {
    this.topic =
        new TopicTable<>(
            BINDING, _ -> null, kafka, clock, record -> take(record, table, clock.instant()));
  }

  /** Waits until the table is as of now; not longer than given: late facts never block. */
  void await(Duration longest) throws InterruptedException {
    long begun = System.nanoTime();
    while (!topic.caughtUp()) {
      if (System.nanoTime() - begun >= longest.toNanos()) {
        LOG.warn(
            "Pod facts were not read completely within {} s, records are enriched without the missing ones",
            longest.toSeconds());
        return;
      }
      Thread.sleep(LOOK_EVERY);
    }
  }

  /** Takes a message of the binding. */
  public void accept(Message<?> message) {
    topic.accept(message);
  }

  private static void take(
      ConsumerRecord<String, DeserializationResult> record, PodTable table, Instant now) {
    if (record.value() == null && record.key() != null) {
      table.remove(record.key(), now);
    } else if (record.value() instanceof DeserializationResult.Readable(var envelope)
        && envelope.payload() instanceof PodFacts pod) {
      table.put(pod, now);
    }
  }

  @Override
  public String bindingName() {
    return BINDING;
  }

  @Override
  public void configure(AbstractMessageListenerContainer<?, ?> container) {
    topic.configure(container);
    container.getContainerProperties().setAuthExceptionRetryInterval(Duration.ofSeconds(1));
  }

  @Override
  public void onApplicationEvent(ListenerContainerIdleEvent event) {
    topic.onApplicationEvent(event);
  }
}
