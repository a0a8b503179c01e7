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
 * Topics → Elasticsearch. Several requests are under way at once; commits up to the first record
 * that is not through.
 */
public final class IndexingLoop implements Batch {

  private static final Duration LAST_ANSWERS = Duration.ofSeconds(5);

  private final Function<ConsumerRecord<byte[], byte[]>, @Nullable Document> reader;
  private final Producer<byte[], byte[]> producer;
  private final Indexer indexer;
  private final DeadLetters dead;
  private final Parcels parcels;
  private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();

  private IndexingLoop(
      KafkaSettings settings,
      Indexer indexer,
      DeadLetters dead,
      Clock clock,
      Function<ConsumerRecord<byte[], byte[]>, @Nullable Document> reader) {
    this.reader = reader;
    this.producer = settings.producer();
    this.indexer = indexer;
    this.dead = dead;
    this.parcels =
        new Parcels(
            indexer.pace(),
            clock,
            Runtime.getRuntime().maxMemory(),
            parcel -> workers.execute(() -> see(parcel)));
  }

  /** Enriched logs into {@code logs-<dataset>-<namespace>}. */
  public static ConsumerLoop logs(
      KafkaSettings settings, Indexer indexer, Tally tally, Clock clock) {
    DeadLetters dead = new DeadLetters(tally, clock);
    return new ConsumerLoop(
        "indexing",
        () -> settings.member("-indexing"),
        List.of(settings.nameOf(Topics.LOGS_ENRICHED)),
        new IndexingLoop(settings, indexer, dead, clock, new EnrichedSlice()::of));
  }

  /**
   * What the platform says about itself into {@code metrics-berth.*} and {@code events-berth.*}.
   */
  public static ConsumerLoop platform(
      KafkaSettings settings, Indexer indexer, Tally tally, Clock clock) {
    DeadLetters dead = new DeadLetters(tally, clock);
    return new ConsumerLoop(
        "platform",
        () -> settings.member("-platform"),
        PlatformEvents.TOPICS.stream().map(settings::nameOf).toList(),
        new IndexingLoop(settings, indexer, dead, clock, new PlatformEvents(tally)));
  }

  @Override
  public void handle(ConsumerRecords<byte[], byte[]> records, Position position) {
    Sending sending = new Sending(producer);
    boolean unreadable = false;
    for (ConsumerRecord<byte[], byte[]> record : records) {
      Document document = reader.apply(record);
      if (document == null) {
        unreadable = true;
        sending.send(
            dead.of(record, "unreadable", "nothing that can be indexed: see the catalogue"));
      } else {
        parcels.add(document, record);
      }
    }
    if (unreadable) {
      sending.complete();
    }
    parcels.send();
  }

  /** On a thread of its own. */
  private void see(Parcel parcel) {
    try {
      Sending sending = new Sending(producer);
      boolean[] letters = {false};
      indexer.index(
          parcel.stream(),
          parcel.documents(),
          time -> pause(parcel, time),
          (document, kind, reason) -> {
            letters[0] = true;
            sending.send(dead.of(parcel.source(document), kind, reason));
          });
      if (letters[0]) {
        sending.complete();
      }
    } catch (RuntimeException | InterruptedException e) {
      parcel.failed(e);
    } finally {
      parcels.arrived(parcel);
    }
  }

  private static void pause(Parcel parcel, Duration time) throws InterruptedException {
    if (parcel.awaitForgotten(time)) {
      throw new CancellationException("somebody else reads these records now");
    }
  }

  @Override
  public boolean hasRoom() {
    return parcels.haveRoom();
  }

  @Override
  public Duration patience() {
    return parcels.patience();
  }

  @Override
  public void awaitRoom(Duration longest) throws InterruptedException {
    parcels.await(longest);
  }

  @Override
  public OffsetAndMetadata committable(TopicPartition partition, long read) {
    return new OffsetAndMetadata(parcels.firstOpen(partition, read));
  }

  @Override
  public long oldestOpen() {
    return parcels.oldest();
  }

  @Override
  public void begin(TopicPartition partition, String metadata) {
    parcels.forget(partition);
  }

  @Override
  public void end() throws InterruptedException {
    parcels.settle(LAST_ANSWERS);
  }
}
