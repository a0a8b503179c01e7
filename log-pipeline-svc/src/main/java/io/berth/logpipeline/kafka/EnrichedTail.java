/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.kafka;

import io.berth.events.Topics;
import io.berth.events.kafka.EventJson;
import io.berth.logpipeline.indexing.Document;
import io.berth.logpipeline.search.LogHit;
import io.berth.logpipeline.search.Tail;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/** Follows {@code berth.logs.enriched} from its end, with one consumer while anybody follows. */
public final class EnrichedTail implements Tail, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(EnrichedTail.class);

  private record Follower(Predicate<LogHit> wanted, Listener listener) {}

  private final KafkaSettings settings;
  private final List<Follower> followers = new CopyOnWriteArrayList<>();
  private final EnrichedSlice slices = new EnrichedSlice();
  private @Nullable Thread thread;
  private volatile boolean closing;

  public EnrichedTail(KafkaSettings settings) {
    this.settings = settings;
  }

  @Override
  public synchronized AutoCloseable follow(Predicate<LogHit> wanted, Listener listener) {
    Follower follower = new Follower(wanted, listener);
    followers.add(follower);
    if (thread == null) {
      thread = Thread.ofPlatform().name("berth-tail").daemon().start(this::run);
    }
    return () -> followers.remove(follower);
  }

  @Override
  public void close() {
    closing = true;
    followers.clear();
  }

  private void run() {
    while (goesOn()) {
      try (KafkaConsumer<byte[], byte[]> consumer = settings.reader()) {
        read(consumer);
      } catch (KafkaException e) {
        LOG.warn("The live tail cannot read and begins anew: {}", e.toString());
      }
    }
  }

  private synchronized boolean goesOn() {
    if (closing || followers.isEmpty()) {
      thread = null;
      return false;
    }
    return true;
  }

  private void read(KafkaConsumer<byte[], byte[]> consumer) {
    String topic = settings.nameOf(Topics.LOGS_ENRICHED);
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(info -> new TopicPartition(topic, info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
    partitions.forEach(consumer::position);
    while (!closing && !followers.isEmpty()) {
      consumer.poll(Duration.ofMillis(300)).forEach(this::tell);
    }
  }

  @SuppressWarnings("unchecked")
  private void tell(ConsumerRecord<byte[], byte[]> record) {
    Document document = slices.of(record);
    if (document == null) {
      return;
    }
    try {
      Map<String, Object> fields = EventJson.mapper().readValue(document.json(), Map.class);
      LogHit hit = LogHit.of(document.id(), fields);
      for (Follower follower : followers) {
        if (follower.wanted().test(hit)) {
          follower.listener().hit(hit);
        }
      }
    } catch (JacksonException e) {
      // Its own reader sends it to the dead letters.
    }
  }
}
