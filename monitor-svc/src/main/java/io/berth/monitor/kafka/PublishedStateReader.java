/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.kafka;

import io.berth.events.Topic;
import io.berth.events.Topics;
import io.berth.events.cluster.ClusterEvent;
import io.berth.events.cluster.PodFacts;
import io.berth.events.kafka.CloudEventDeserializer;
import io.berth.events.kafka.DeserializationResult;
import io.berth.events.kafka.DeserializationResult.Readable;
import io.berth.monitor.observation.ObservationPublisher.PublishedState;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;

/** Reads back what this service published before it started. */
final class PublishedStateReader {

  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final MonitorKafkaSettings settings;

  PublishedStateReader(MonitorKafkaSettings settings) {
    this.settings = settings;
  }

  PublishedState read(Instant eventsSince) {
    Map<String, PodFacts> pods = new HashMap<>();
    Map<String, Integer> counts = new HashMap<>();
    try (Consumer<String, @Nullable DeserializationResult> consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                settings.bootstrapServers(),
                "client.id",
                settings.group() + "-read-back",
                "enable.auto.commit",
                false,
                "auto.offset.reset",
                "earliest"),
            new StringDeserializer(),
            new CloudEventDeserializer())) {
      read(consumer, Topics.PODS, Instant.EPOCH, record -> pod(record, pods));
      read(consumer, Topics.CLUSTER_EVENTS, eventsSince, record -> event(record, counts));
    }
    return new PublishedState(pods, counts);
  }

  private void pod(
      ConsumerRecord<String, @Nullable DeserializationResult> record, Map<String, PodFacts> pods) {
    if (record.value() instanceof Readable readable
        && readable.envelope().payload() instanceof PodFacts facts
        && facts.cluster().equals(settings.cluster())) {
      pods.put(facts.uid(), facts);
    } else if (record.value() == null) {
      pods.remove(record.key());
    }
  }

  private void event(
      ConsumerRecord<String, @Nullable DeserializationResult> record, Map<String, Integer> counts) {
    if (record.value() instanceof Readable readable
        && readable.envelope().payload() instanceof ClusterEvent event
        && event.cluster().equals(settings.cluster())) {
      String id = readable.envelope().id();
      int colon = id.lastIndexOf(':');
      counts.merge(colon < 0 ? id : id.substring(0, colon), event.count(), Math::max);
    }
  }

  private void read(
      Consumer<String, @Nullable DeserializationResult> consumer,
      Topic topic,
      Instant since,
      java.util.function.Consumer<ConsumerRecord<String, @Nullable DeserializationResult>> into) {
    List<TopicPartition> partitions =
        consumer.partitionsFor(settings.name(topic)).stream()
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    consumer.assign(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    seek(consumer, partitions, since, ends);
    Instant deadline = Instant.now().plus(TIMEOUT);
    while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
      consumer.poll(POLL).forEach(into);
      if (Instant.now().isAfter(deadline)) {
        throw new IllegalStateException(
            topic + " could not be read back within " + TIMEOUT + "; retrying");
      }
    }
  }

  private static void seek(
      Consumer<String, @Nullable DeserializationResult> consumer,
      List<TopicPartition> partitions,
      Instant since,
      Map<TopicPartition, Long> ends) {
    Map<TopicPartition, OffsetAndTimestamp> found =
        consumer.offsetsForTimes(
            partitions.stream().collect(Collectors.toMap(p -> p, _ -> since.toEpochMilli())));
    for (TopicPartition partition : partitions) {
      OffsetAndTimestamp offset = found.get(partition);
      consumer.seek(partition, offset == null ? ends.getOrDefault(partition, 0L) : offset.offset());
    }
  }
}
