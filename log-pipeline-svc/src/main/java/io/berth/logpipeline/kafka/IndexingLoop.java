/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.kafka;

import io.berth.events.Topics;
import io.berth.events.kafka.DeadLetter;
import io.berth.logpipeline.accounting.Tally;
import io.berth.logpipeline.indexing.Document;
import io.berth.logpipeline.indexing.Indexer;
import io.berth.logpipeline.redaction.Redactor;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.Producer;

/** {@code berth.logs.enriched} → Elasticsearch; commits when a batch is through. */
public final class IndexingLoop {

  private final Producer<byte[], byte[]> producer;
  private final Indexer indexer;
  private final Tally tally;
  private final Clock clock;

  private IndexingLoop(KafkaSettings settings, Indexer indexer, Tally tally, Clock clock) {
    this.producer = settings.producer();
    this.indexer = indexer;
    this.tally = tally;
    this.clock = clock;
  }

  public static ConsumerLoop of(KafkaSettings settings, Indexer indexer, Tally tally, Clock clock) {
    IndexingLoop loop = new IndexingLoop(settings, indexer, tally, clock);
    return new ConsumerLoop(
        "indexing",
        () -> settings.member("-indexing"),
        settings.nameOf(Topics.LOGS_ENRICHED),
        loop::handle);
  }

  private void handle(ConsumerRecords<byte[], byte[]> records, ConsumerLoop.Heart heart)
      throws InterruptedException {
    Sending sending = new Sending(producer);
    Map<String, List<Document>> byStream = new LinkedHashMap<>();
    Map<String, ConsumerRecord<byte[], byte[]>> sources = new HashMap<>();
    for (ConsumerRecord<byte[], byte[]> record : records) {
      Document document = record.value() == null ? null : EnrichedSlice.of(record.value());
      if (document == null) {
        dead(sending, record, "unreadable", "no enriched log: id, dataset, namespace, document");
      } else {
        byStream.computeIfAbsent(document.stream(), key -> new ArrayList<>()).add(document);
        sources.put(document.id(), record);
      }
    }
    for (var stream : byStream.entrySet()) {
      indexer.index(
          stream.getKey(),
          stream.getValue(),
          heart::beat,
          (document, kind, reason) -> {
            ConsumerRecord<byte[], byte[]> source = sources.get(document.id());
            if (source != null) {
              dead(sending, source, kind, reason);
            }
          });
    }
    sending.complete();
  }

  private void dead(
      Sending sending, ConsumerRecord<byte[], byte[]> record, String kind, String reason) {
    tally.deadLetter(kind);
    // Elasticsearch quotes values in its reasons.
    String clean = Redactor.redact(reason, tally::redacted);
    String cut = clean.length() > 1_000 ? clean.substring(0, 1_000) : clean;
    sending.send(DeadLetter.of(record, KafkaSettings.SERVICE, cut, clock.instant()));
  }
}
