/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.kafka;

import io.berth.events.Topics;
import io.berth.logpipeline.indexing.IndexDocument;
import io.berth.logpipeline.indexing.Indexer;
import io.berth.logpipeline.metrics.PipelineMetrics;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Topics → Elasticsearch. Sends several bulk requests concurrently; commits up to the first record
 * that is not indexed.
 */
public final class IndexingHandler implements BatchHandler {

  private static final Duration LAST_ANSWERS = Duration.ofSeconds(5);

  private final Function<ConsumerRecord<byte[], byte[]>, @Nullable IndexDocument> reader;
  private final Producer<byte[], byte[]> producer;
  private final Indexer indexer;
  private final DeadLetterFactory deadLetters;
  private final PendingBulks bulks;
  private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();

  private IndexingHandler(
      KafkaClientFactory settings,
      Indexer indexer,
      DeadLetterFactory deadLetters,
      Clock clock,
      Function<ConsumerRecord<byte[], byte[]>, @Nullable IndexDocument> reader) {
    this.reader = reader;
    this.producer = settings.producer();
    this.indexer = indexer;
    this.deadLetters = deadLetters;
    this.bulks =
        new PendingBulks(
            indexer.bulkSize(),
            clock,
            Runtime.getRuntime().maxMemory(),
            bulk -> workers.execute(() -> index(bulk)));
  }

  /** Enriched logs into {@code logs-<dataset>-<namespace>}. */
  public static BatchListenerContainer logs(
      KafkaClientFactory settings, Indexer indexer, PipelineMetrics metrics, Clock clock) {
    DeadLetterFactory deadLetters = new DeadLetterFactory(metrics, clock);
    return new BatchListenerContainer(
        "indexing",
        settings.member("-indexing"),
        List.of(settings.nameOf(Topics.LOGS_ENRICHED)),
        new IndexingHandler(settings, indexer, deadLetters, clock, new EnrichedLogParser()::of));
  }

  /**
   * What the platform says about itself into {@code metrics-berth.*} and {@code events-berth.*}.
   */
  public static BatchListenerContainer platform(
      KafkaClientFactory settings, Indexer indexer, PipelineMetrics metrics, Clock clock) {
    DeadLetterFactory deadLetters = new DeadLetterFactory(metrics, clock);
    return new BatchListenerContainer(
        "platform",
        settings.member("-platform"),
        PlatformEventReader.TOPICS.stream().map(settings::nameOf).toList(),
        new IndexingHandler(
            settings, indexer, deadLetters, clock, new PlatformEventReader(metrics)));
  }

  @Override
  public void handle(ConsumerRecords<byte[], byte[]> records, CaughtUpPartitions caughtUp) {
    BatchSender sender = new BatchSender(producer);
    boolean unreadable = false;
    for (ConsumerRecord<byte[], byte[]> record : records) {
      IndexDocument document = reader.apply(record);
      if (document == null) {
        unreadable = true;
        sender.send(
            deadLetters.of(record, "unreadable", "nothing that can be indexed: see the catalogue"));
      } else {
        bulks.add(document, record);
      }
    }
    if (unreadable) {
      sender.complete();
    }
    bulks.send();
  }

  /** On a thread of its own. */
  private void index(PendingBulk bulk) {
    try {
      BatchSender sender = new BatchSender(producer);
      boolean[] letters = {false};
      indexer.index(
          bulk.stream(),
          bulk.documents(),
          time -> pause(bulk, time),
          (document, kind, reason) -> {
            letters[0] = true;
            sender.send(deadLetters.of(bulk.source(document), kind, reason));
          });
      if (letters[0]) {
        sender.complete();
      }
    } catch (RuntimeException | InterruptedException e) {
      bulk.fail(e);
    } finally {
      bulks.completed(bulk);
    }
  }

  private static void pause(PendingBulk bulk, Duration time) throws InterruptedException {
    if (bulk.awaitReassigned(time)) {
      throw new CancellationException("the partition was reassigned to another consumer");
    }
  }

  @Override
  public boolean hasRoom() {
    return bulks.hasRoom();
  }

  @Override
  public void awaitRoom(Duration timeout) throws InterruptedException {
    bulks.await(timeout);
  }

  @Override
  public OffsetAndMetadata committable(TopicPartition partition, long read) {
    return new OffsetAndMetadata(bulks.firstPending(partition, read));
  }

  @Override
  public long oldestPendingTimestamp() {
    return bulks.oldest();
  }

  @Override
  public void assigned(TopicPartition partition, String metadata) {
    bulks.reassign(partition);
  }

  @Override
  public void beforeRevoke() throws InterruptedException {
    bulks.awaitAll(LAST_ANSWERS);
  }
}
