/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.berth.events.Topics;
import io.berth.events.kafka.EventJson;
import io.berth.events.kafka.Received;
import io.berth.events.log.RawLog;
import io.berth.logpipeline.accounting.Tally;
import io.berth.logpipeline.enrichment.Enriched;
import io.berth.logpipeline.enrichment.Enricher;
import io.berth.logpipeline.joining.Checkpoint;
import io.berth.logpipeline.joining.Joined;
import io.berth.logpipeline.joining.Joiner;
import io.berth.logpipeline.limits.Gate;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * {@code berth.logs.raw} → {@code berth.logs.enriched}. Commits up to the first line of what may
 * still go on, so that whoever comes after joins the same lines to the same event.
 */
public final class EnrichmentLoop implements Batch {

  private final EnrichedWriter writer;
  private final EnrichedRecords enriched;
  private final Enricher enricher;
  private final Tally tally;
  private final Clock clock;
  private final DeadLetters dead;
  private final RawReader reader = new RawReader();
  private final EventHeaders rawHeaders = new EventHeaders(RawLog.class);
  private final Map<TopicPartition, Joiner> joiners = new HashMap<>();

  private EnrichmentLoop(
      KafkaSettings settings, Enricher enricher, Gate gate, Tally tally, Clock clock) {
    this.writer = new EnrichedWriter(settings);
    this.enriched = new EnrichedRecords(settings.nameOf(Topics.LOGS_ENRICHED), gate);
    this.enricher = enricher;
    this.tally = tally;
    this.clock = clock;
    this.dead = new DeadLetters(tally, clock);
  }

  public static ConsumerLoop of(
      KafkaSettings settings, Enricher enricher, Gate gate, Tally tally, Clock clock) {
    return new ConsumerLoop(
        "enrichment",
        () -> settings.member("-enrichment"),
        List.of(settings.nameOf(Topics.LOGS_RAW)),
        new EnrichmentLoop(settings, enricher, gate, tally, clock));
  }

  @Override
  public void handle(ConsumerRecords<byte[], byte[]> records, Position position) {
    for (ConsumerRecord<byte[], byte[]> record : records) {
      take(record);
    }
    for (TopicPartition partition : position.ended()) {
      joiner(partition).idle(clock.instant()).forEach(event -> send(partition, event));
    }
    writer.complete();
  }

  @Override
  public void commit(
      KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, OffsetAndMetadata> news) {
    writer.commit(consumer, news);
  }

  @Override
  public void beginAnew() {
    writer.forget();
  }

  @Override
  public OffsetAndMetadata committable(TopicPartition partition, long read) {
    Checkpoint checkpoint = joiner(partition).checkpoint(read);
    return new OffsetAndMetadata(checkpoint.offset(), checkpoint.note());
  }

  @Override
  public void begin(TopicPartition partition, String metadata) {
    joiners.put(partition, new Joiner(metadata));
  }

  private Joiner joiner(TopicPartition partition) {
    return joiners.computeIfAbsent(partition, key -> new Joiner(""));
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    switch (reader.read(record)) {
      case Received.Readable(var envelope) when envelope.payload() instanceof RawLog raw ->
          join(record, raw);
      case Received.Readable(var envelope) ->
          writer.send(
              dead.of(
                  record, "wrong-type", "found " + envelope.payload().getClass().getSimpleName()));
      case Received.Invalid invalid ->
          writer.send(dead.of(record, "invalid", invalid.fields().toString()));
      case Received.Unreadable(String reason) -> writer.send(dead.of(record, "unreadable", reason));
      case null -> writer.send(dead.of(record, "empty", "no value"));
    }
  }

  private void join(ConsumerRecord<byte[], byte[]> record, RawLog raw) {
    TopicPartition partition = new TopicPartition(record.topic(), record.partition());
    joiner(partition).add(raw, record.offset()).forEach(event -> send(partition, event));
  }

  private void send(TopicPartition partition, Joined event) {
    @Nullable ProducerRecord<byte[], byte[]> record;
    try {
      record = enriched(partition, event);
    } catch (RuntimeException e) {
      // One record that nobody thought of must not stop those behind it.
      record = dead.of(again(partition, event), "not-enriched", e.toString());
    }
    if (record != null) {
      writer.send(record);
    }
  }

  /** The event as a raw record, with all of its lines. */
  private ConsumerRecord<byte[], byte[]> again(TopicPartition partition, Joined event) {
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
      TopicPartition partition, Joined event) {
    String position = partition.topic() + "-" + partition.partition() + "-" + event.offset();
    Enriched log = enricher.enrich(event.log(), position);
    tally.enriched(event.log(), log);
    return enriched.of(log, event.log());
  }
}
