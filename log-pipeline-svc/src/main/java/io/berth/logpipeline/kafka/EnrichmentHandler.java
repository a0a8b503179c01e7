/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.berth.events.Topics;
import io.berth.events.kafka.DeserializationResult;
import io.berth.events.kafka.EventJson;
import io.berth.events.log.RawLog;
import io.berth.logpipeline.enrichment.Enricher;
import io.berth.logpipeline.enrichment.EnrichmentResult;
import io.berth.logpipeline.limits.LimitFilter;
import io.berth.logpipeline.metrics.PipelineMetrics;
import io.berth.logpipeline.multiline.Checkpoint;
import io.berth.logpipeline.multiline.JoinedEvent;
import io.berth.logpipeline.multiline.MultilineJoiner;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * {@code berth.logs.raw} → {@code berth.logs.enriched}. Commits up to the first line of an event
 * that may continue, so that the next owner joins the same lines to the same event.
 */
public final class EnrichmentHandler implements BatchHandler {

  private final EnrichedLogProducer writer;
  private final EnrichedLogWriter enriched;
  private final Enricher enricher;
  private final PipelineMetrics metrics;
  private final Clock clock;
  private final DeadLetterFactory deadLetters;
  private final RawLogReader reader = new RawLogReader();
  private final EventHeaders rawHeaders = new EventHeaders(RawLog.class);
  private final Map<TopicPartition, MultilineJoiner> joiners = new HashMap<>();

  private EnrichmentHandler(
      KafkaClientFactory settings,
      Enricher enricher,
      LimitFilter limitFilter,
      PipelineMetrics metrics,
      Clock clock) {
    this.writer = new EnrichedLogProducer(settings);
    this.enriched = new EnrichedLogWriter(settings.nameOf(Topics.LOGS_ENRICHED), limitFilter);
    this.enricher = enricher;
    this.metrics = metrics;
    this.clock = clock;
    this.deadLetters = new DeadLetterFactory(metrics, clock);
  }

  public static BatchListenerContainer of(
      KafkaClientFactory settings,
      Enricher enricher,
      LimitFilter limitFilter,
      PipelineMetrics metrics,
      Clock clock) {
    return new BatchListenerContainer(
        "enrichment",
        settings.member("-enrichment"),
        List.of(settings.nameOf(Topics.LOGS_RAW)),
        new EnrichmentHandler(settings, enricher, limitFilter, metrics, clock));
  }

  @Override
  public void handle(ConsumerRecords<byte[], byte[]> records, CaughtUpPartitions caughtUp) {
    for (ConsumerRecord<byte[], byte[]> record : records) {
      take(record);
    }
    for (TopicPartition partition : caughtUp.partitions()) {
      joiner(partition).flushExpired(clock.instant()).forEach(event -> send(partition, event));
    }
    writer.complete();
  }

  @Override
  public void commit(Consumer<?, ?> consumer, Map<TopicPartition, OffsetAndMetadata> changed) {
    writer.commit(consumer, changed);
  }

  @Override
  public void restart() {
    writer.abort();
  }

  @Override
  public OffsetAndMetadata committable(TopicPartition partition, long read) {
    Checkpoint checkpoint = joiner(partition).checkpoint(read);
    return new OffsetAndMetadata(checkpoint.offset(), checkpoint.note());
  }

  @Override
  public void assigned(TopicPartition partition, String metadata) {
    joiners.put(partition, new MultilineJoiner(metadata));
  }

  private MultilineJoiner joiner(TopicPartition partition) {
    return joiners.computeIfAbsent(partition, key -> new MultilineJoiner(""));
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    switch (reader.read(record)) {
      case DeserializationResult.Readable(var envelope)
          when envelope.payload() instanceof RawLog raw ->
          join(record, raw);
      case DeserializationResult.Readable(var envelope) ->
          writer.send(
              deadLetters.of(
                  record, "wrong-type", "found " + envelope.payload().getClass().getSimpleName()));
      case DeserializationResult.Invalid invalid ->
          writer.send(deadLetters.of(record, "invalid", invalid.fields().toString()));
      case DeserializationResult.Unreadable(String reason) ->
          writer.send(deadLetters.of(record, "unreadable", reason));
      case null -> writer.send(deadLetters.of(record, "empty", "no value"));
    }
  }

  private void join(ConsumerRecord<byte[], byte[]> record, RawLog raw) {
    TopicPartition partition = new TopicPartition(record.topic(), record.partition());
    joiner(partition).add(raw, record.offset()).forEach(event -> send(partition, event));
  }

  private void send(TopicPartition partition, JoinedEvent event) {
    @Nullable ProducerRecord<byte[], byte[]> record;
    try {
      record = enriched(partition, event);
    } catch (RuntimeException e) {
      // A record that cannot be enriched must not block the following ones.
      record = deadLetters.of(again(partition, event), "not-enriched", e.toString());
    }
    if (record != null) {
      writer.send(record);
    }
  }

  /** The event as a raw record, with all of its lines. */
  private ConsumerRecord<byte[], byte[]> again(TopicPartition partition, JoinedEvent event) {
    byte[] key = event.log().key().getBytes(UTF_8);
    var record =
        new ConsumerRecord<>(
            partition.topic(),
            partition.partition(),
            event.offset(),
            key,
            EventJson.write(event.log()));
    rawHeaders
        .of(UUID.randomUUID().toString(), key, event.log().time())
        .forEach(record.headers()::add);
    return record;
  }

  /** Null where a limit leaves it out. */
  private @Nullable ProducerRecord<byte[], byte[]> enriched(
      TopicPartition partition, JoinedEvent event) {
    String position = partition.topic() + "-" + partition.partition() + "-" + event.offset();
    EnrichmentResult log = enricher.enrich(event.log(), position);
    metrics.enriched(event.log(), log);
    return enriched.of(log, event.log());
  }
}
