/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.berth.events.Topics;
import io.berth.events.kafka.CloudEventDeserializer;
import io.berth.events.kafka.DeadLetter;
import io.berth.events.kafka.EventJson;
import io.berth.events.kafka.Received;
import io.berth.events.log.EnrichedLog;
import io.berth.events.log.RawLog;
import io.berth.logpipeline.accounting.Tally;
import io.berth.logpipeline.enrichment.Enricher;
import io.berth.logpipeline.redaction.Redactor;
import java.time.Clock;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** {@code berth.logs.raw} → {@code berth.logs.enriched}. */
public final class EnrichmentLoop {

  private final Producer<byte[], byte[]> producer;
  private final String topic;
  private final Enricher enricher;
  private final Tally tally;
  private final Clock clock;
  private final CloudEventDeserializer deserializer = new CloudEventDeserializer();
  private final EventHeaders headers = new EventHeaders(EnrichedLog.class);

  private EnrichmentLoop(KafkaSettings settings, Enricher enricher, Tally tally, Clock clock) {
    this.producer = settings.producer();
    this.topic = settings.nameOf(Topics.LOGS_ENRICHED);
    this.enricher = enricher;
    this.tally = tally;
    this.clock = clock;
  }

  public static ConsumerLoop of(
      KafkaSettings settings, Enricher enricher, Tally tally, Clock clock) {
    EnrichmentLoop loop = new EnrichmentLoop(settings, enricher, tally, clock);
    return new ConsumerLoop(
        "enrichment",
        () -> settings.member("-enrichment"),
        settings.nameOf(Topics.LOGS_RAW),
        loop::handle);
  }

  private void handle(ConsumerRecords<byte[], byte[]> records, ConsumerLoop.Heart heart) {
    Sending sending = new Sending(producer);
    for (ConsumerRecord<byte[], byte[]> record : records) {
      sending.send(enriched(record));
    }
    sending.complete();
    tally.enriched(records.count());
  }

  private ProducerRecord<byte[], byte[]> enriched(ConsumerRecord<byte[], byte[]> record) {
    return switch (deserializer.deserialize(record.topic(), record.headers(), record.value())) {
      case Received.Readable(var envelope) when envelope.payload() instanceof RawLog raw ->
          enriched(record, raw);
      case Received.Readable(var envelope) ->
          dead(record, "wrong-type", "found " + envelope.payload().getClass().getSimpleName());
      case Received.Invalid invalid -> dead(record, "invalid", invalid.fields().toString());
      case Received.Unreadable(String reason) -> dead(record, "unreadable", reason);
      case null -> dead(record, "empty", "no value");
    };
  }

  private ProducerRecord<byte[], byte[]> enriched(
      ConsumerRecord<byte[], byte[]> record, RawLog raw) {
    try {
      String position = record.topic() + "-" + record.partition() + "-" + record.offset();
      EnrichedLog log = enricher.enrich(raw, position);
      byte[] key = log.stream().getBytes(UTF_8);
      return new ProducerRecord<>(
          topic, null, key, EventJson.write(log), headers.of(log.id(), key, raw.time()));
    } catch (RuntimeException e) {
      // One record that nobody thought of must not stop those behind it.
      return dead(record, "not-enriched", e.toString());
    }
  }

  private ProducerRecord<byte[], byte[]> dead(
      ConsumerRecord<byte[], byte[]> record, String kind, String reason) {
    tally.deadLetter(kind);
    String clean = Redactor.redact(reason, tally::redacted);
    return DeadLetter.of(record, KafkaSettings.SERVICE, clean, clock.instant());
  }
}
