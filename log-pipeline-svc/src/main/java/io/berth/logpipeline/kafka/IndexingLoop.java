/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.kafka;

import io.berth.events.Topics;
import io.berth.logpipeline.accounting.Tally;
import io.berth.logpipeline.indexing.Document;
import io.berth.logpipeline.indexing.Indexer;
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
  private final DeadLetters dead;

  private IndexingLoop(KafkaSettings settings, Indexer indexer, Tally tally, Clock clock) {
    this.producer = settings.producer();
    this.indexer = indexer;
    this.dead = new DeadLetters(tally, clock);
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
    if (records.isEmpty()) {
      return;
    }
    Sending sending = new Sending(producer);
    Map<String, List<Document>> byStream = new LinkedHashMap<>();
    Map<String, ConsumerRecord<byte[], byte[]>> sources = new HashMap<>();
    for (ConsumerRecord<byte[], byte[]> record : records) {
      Document document = record.value() == null ? null : EnrichedSlice.of(record.value());
      if (document == null) {
        sending.send(
            dead.of(record, "unreadable", "no enriched log: id, dataset, namespace, document"));
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
              sending.send(dead.of(source, kind, reason));
            }
          });
    }
    sending.complete();
  }
}
