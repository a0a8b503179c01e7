/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.indexing;

import io.berth.logpipeline.accounting.Tally;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees a batch through: cuts it into requests, and gives up no document before it is indexed, known
 * as a duplicate, or handed to the dead letters with its reason. For one thread.
 */
public final class Indexer {

  /** Waits without losing the place in the topic. */
  public interface Pause {
    void pause(Duration time) throws InterruptedException;
  }

  /** Takes documents that cannot be indexed. */
  public interface DeadLetters {
    void take(Document document, String kind, String reason);
  }

  private static final Logger LOG = LoggerFactory.getLogger(Indexer.class);
  private static final int SMALLEST = 256 << 10;
  private static final int LARGEST = 8 << 20;
  private static final int MOST = 2_000;
  private static final Duration SHORTEST_WAIT = Duration.ofMillis(250);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(15);

  private record Job(Document document, int attempt) {}

  private final LogIndex index;
  private final Tally tally;
  private int requestBytes = 2 << 20;
  private Duration wait = SHORTEST_WAIT;
  private boolean installed;
  private volatile String trouble = "";

  public Indexer(LogIndex index, Tally tally) {
    this.index = index;
    this.tally = tally;
  }

  /** Why nothing is indexed at present; empty while it goes well. */
  public String trouble() {
    return trouble;
  }

  /** Indexes documents of one data stream. */
  public void index(String stream, List<Document> documents, Pause pause, DeadLetters dead)
      throws InterruptedException {
    Deque<Job> open = new ArrayDeque<>(documents.size());
    documents.forEach(document -> open.add(new Job(document, 0)));
    while (!open.isEmpty()) {
      if (!installed) {
        installed = index.installTemplate();
      }
      if (!installed) {
        hold("the index template cannot be installed", pause);
        continue;
      }
      List<Job> request = next(open);
      List<Outcome> outcomes = index.create(stream, request.stream().map(Job::document).toList());
      apply(request, outcomes, open, dead, pause);
    }
  }

  private List<Job> next(Deque<Job> open) {
    List<Job> request = new ArrayList<>();
    int bytes = 0;
    while (!open.isEmpty() && request.size() < MOST) {
      int length = open.peek().document().json().length;
      if (!request.isEmpty() && bytes + length > requestBytes) {
        break;
      }
      bytes += length;
      request.add(open.poll());
    }
    return request;
  }

  private void apply(
      List<Job> request, List<Outcome> outcomes, Deque<Job> open, DeadLetters dead, Pause pause)
      throws InterruptedException {
    String again = "";
    int stored = 0;
    boolean split = false;
    for (int i = 0; i < request.size(); i++) {
      Job job = request.get(i);
      switch (outcomes.get(i)) {
        case Outcome.Stored _ -> stored++;
        case Outcome.Duplicate _ -> tally.duplicate();
        case Outcome.TryAgain(String why) -> {
          again = why;
          open.add(job);
        }
        case Outcome.TemplateMissing _ -> {
          installed = false;
          again = "the index template is missing";
          open.add(job);
        }
        case Outcome.TooLarge _ -> {
          split = true;
          tooLarge(job, request.size(), open, dead);
        }
        case Outcome.Refused(String type, String reason) -> refused(job, type, reason, open, dead);
      }
    }
    tally.indexed(stored);
    if (!again.isEmpty()) {
      requestBytes = Math.max(SMALLEST, requestBytes / 2);
      hold(again, pause);
    } else if (!split) {
      well();
    }
  }

  private void tooLarge(Job job, int documents, Deque<Job> open, DeadLetters dead) {
    requestBytes = Math.max(SMALLEST, requestBytes / 2);
    if (documents > 1) {
      // Even at the smallest size two documents may be too much: from now on it goes alone.
      requestBytes = Math.min(requestBytes, job.document().json().length);
      open.add(job);
      return;
    }
    byte[] shorter = job.attempt() > 0 ? null : Rescue.shorten(job.document().json());
    if (shorter == null) {
      dead.take(job.document(), "too-large", "413 for this document alone");
    } else {
      open.add(again(job, shorter));
    }
  }

  private void refused(Job job, String type, String reason, Deque<Job> open, DeadLetters dead) {
    byte[] rescued = job.attempt() > 0 ? null : Rescue.rescue(job.document().json());
    if (rescued == null) {
      dead.take(job.document(), type, type + ": " + reason);
    } else {
      tally.rescued();
      open.add(again(job, rescued));
    }
  }

  private static Job again(Job job, byte[] json) {
    return new Job(
        new Document(job.document().stream(), job.document().id(), json), job.attempt() + 1);
  }

  private void well() {
    requestBytes = Math.min(LARGEST, Math.max(SMALLEST, requestBytes + (256 << 10)));
    wait = SHORTEST_WAIT;
    if (!trouble.isEmpty()) {
      LOG.info("Elasticsearch takes documents again");
      trouble = "";
    }
  }

  private void hold(String why, Pause pause) throws InterruptedException {
    if (trouble.isEmpty()) {
      LOG.warn("Indexing waits, and nothing is lost meanwhile: {}", why);
    }
    trouble = why;
    long jitter = ThreadLocalRandom.current().nextLong(wait.toMillis() / 2 + 1);
    pause.pause(wait.plusMillis(jitter));
    Duration twice = wait.multipliedBy(2);
    wait = twice.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : twice;
  }
}
