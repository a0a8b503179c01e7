/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.berth.events.Topics;
import io.berth.events.cluster.PodFacts;
import io.berth.events.kafka.CloudEventDeserializer;
import io.berth.events.kafka.Received;
import io.berth.logpipeline.enrichment.PodTable;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads all of {@code berth.pods} into the table, and then what changes. */
public final class PodsReader implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(PodsReader.class);

  private final KafkaSettings settings;
  private final PodTable table;
  private final Clock clock;
  private final CloudEventDeserializer deserializer = new CloudEventDeserializer();
  private final CountDownLatch caughtUp = new CountDownLatch(1);
  private final Thread thread =
      Thread.ofPlatform().name("berth-pods").daemon().unstarted(this::run);
  private volatile boolean closing;

  public PodsReader(KafkaSettings settings, PodTable table, Clock clock) {
    this.settings = settings;
    this.table = table;
    this.clock = clock;
  }

  /**
   * Starts, and waits until the table is as of now; not longer than given: late facts never block.
   */
  void start(Duration longest) throws InterruptedException {
    thread.start();
    if (!caughtUp.await(longest.toMillis(), TimeUnit.MILLISECONDS)) {
      LOG.warn("Pod facts are not all read after {}; records go on without them", longest);
    }
  }

  @Override
  public void close() throws InterruptedException {
    closing = true;
    if (thread.isAlive()) {
      thread.join(Duration.ofSeconds(2));
    }
  }

  private void run() {
    while (!closing) {
      try (KafkaConsumer<byte[], byte[]> consumer = settings.reader()) {
        read(consumer);
      } catch (WakeupException e) {
        return;
      } catch (KafkaException e) {
        LOG.warn("Pod facts cannot be read and are read anew: {}", e.toString());
      }
    }
  }

  private void read(KafkaConsumer<byte[], byte[]> consumer) {
    String topic = settings.nameOf(Topics.PODS);
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(info -> new TopicPartition(topic, info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    while (!closing) {
      consumer.poll(Duration.ofMillis(500)).forEach(this::take);
      if (caughtUp.getCount() > 0
          && ends.entrySet().stream()
              .allMatch(end -> consumer.position(end.getKey()) >= end.getValue())) {
        caughtUp.countDown();
      }
    }
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    Received received = deserializer.deserialize(record.topic(), record.headers(), record.value());
    if (received == null && record.key() != null) {
      table.gone(new String(record.key(), UTF_8), clock.instant());
    } else if (received instanceof Received.Readable(var envelope)
        && envelope.payload() instanceof PodFacts pod) {
      table.put(pod, clock.instant());
    }
  }
}
