/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.indexing;

import io.berth.logpipeline.metrics.PipelineMetrics;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Indexes documents reliably: each one is indexed, recognized as a duplicate, or handed to the dead
 * letters with the reason. Thread-safe.
 */
public final class Indexer {

  /** Pauses before a retry. */
  public interface RetryPause {
    void pause(Duration time) throws InterruptedException;
  }

  /** Takes documents that cannot be indexed. */
  public interface DeadLetterHandler {
    void take(IndexDocument document, String kind, String reason);
  }

  private static final Logger LOG = LoggerFactory.getLogger(Indexer.class);
  private static final Duration MIN_WAIT = Duration.ofMillis(250);
  private static final Duration MAX_WAIT = Duration.ofSeconds(15);

  private final LogIndex index;
  private final RolloverDeduplicator deduplicator;
  private final PipelineMetrics metrics;
  private final Clock clock;
  private final AdaptiveBulkSize bulkSize = new AdaptiveBulkSize();
  private volatile boolean installed;
  private volatile String problem = "";

  /**
   * @param clock for how long requests take
   */
  public Indexer(LogIndex index, PipelineMetrics metrics, Clock clock) {
    this.index = index;
    this.deduplicator = new RolloverDeduplicator(index);
    this.metrics = metrics;
    this.clock = clock;
  }

  /** Why indexing is paused; empty while it is not. */
  public String problem() {
    return problem;
  }

  /** The current size and concurrency of bulk requests. */
  public AdaptiveBulkSize bulkSize() {
    return bulkSize;
  }

  /** Indexes documents of one data stream. */
  public void index(
      String stream, List<IndexDocument> documents, RetryPause pause, DeadLetterHandler dead)
      throws InterruptedException {
    BulkItems items = new BulkItems(documents, dead, metrics);
    Duration wait = MIN_WAIT;
    while (!items.isEmpty()) {
      String why = attempt(stream, items);
      if (why.isEmpty()) {
        wait = MIN_WAIT;
      } else {
        backOff(why, wait, pause);
        wait = min(wait.multipliedBy(2), MAX_WAIT);
      }
    }
  }

  /** Sends one request; returns why the next one must wait, or an empty text. */
  private String attempt(String stream, BulkItems items) {
    if (!installed) {
      try {
        index.installTemplate();
        installed = true;
      } catch (ElasticsearchUnavailableException e) {
        return "the index template cannot be installed: " + e.getMessage();
      }
    }
    int bytes = items.next(bulkSize.bytes());
    long begun = clock.millis();
    BulkItems.BulkResult result = items.apply(deduplicator.create(stream, items.request()));
    if (result.templateMissing()) {
      installed = false;
    }
    if (result.tooLarge()) {
      bulkSize.tooLarge();
    } else if (!result.retryReason().isEmpty()) {
      bulkSize.backOff();
    } else {
      bulkSize.answered(bytes, clock.millis() - begun);
      recovered();
    }
    return result.retryReason();
  }

  private void recovered() {
    if (!problem.isEmpty()) {
      LOG.info("Elasticsearch accepts documents again, indexing resumes");
      problem = "";
    }
  }

  private void backOff(String why, Duration wait, RetryPause pause) throws InterruptedException {
    if (problem.isEmpty()) {
      LOG.warn("Indexing is paused, records stay in Kafka and none is lost: {}", why);
    }
    problem = why;
    long jitter = ThreadLocalRandom.current().nextLong(wait.toMillis() / 2 + 1);
    pause.pause(wait.plusMillis(jitter));
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
