/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.indexing;

import io.berth.logpipeline.accounting.Tally;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees documents through: gives up none before it is indexed, known as a duplicate, or handed to
 * the dead letters with its reason. For any number of threads.
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
  private static final Duration SHORTEST_WAIT = Duration.ofMillis(250);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(15);

  private final LogIndex index;
  private final Fence fence;
  private final Tally tally;
  private final Clock clock;
  private final Pace pace = new Pace();
  private volatile boolean installed;
  private volatile String trouble = "";

  /**
   * @param clock for how long requests take
   */
  public Indexer(LogIndex index, Tally tally, Clock clock) {
    this.index = index;
    this.fence = new Fence(index);
    this.tally = tally;
    this.clock = clock;
  }

  /** Why nothing is indexed at present; empty while it goes well. */
  public String trouble() {
    return trouble;
  }

  /** How much is to be handed in at a time, and how often at once. */
  public Pace pace() {
    return pace;
  }

  /** Indexes documents of one data stream. */
  public void index(String stream, List<Document> documents, Pause pause, DeadLetters dead)
      throws InterruptedException {
    Jobs jobs = new Jobs(documents, dead, tally);
    Duration wait = SHORTEST_WAIT;
    while (!jobs.areDone()) {
      String why = attempt(stream, jobs);
      if (why.isEmpty()) {
        wait = SHORTEST_WAIT;
      } else {
        hold(why, wait, pause);
        wait = min(wait.multipliedBy(2), LONGEST_WAIT);
      }
    }
  }

  /** One request; why the next one must wait, or nothing. */
  private String attempt(String stream, Jobs jobs) {
    if (!installed) {
      installed = index.installTemplate();
    }
    if (!installed) {
      return "the index template cannot be installed";
    }
    int bytes = jobs.next(pace.bytes());
    long begun = clock.millis();
    Jobs.Result result = jobs.apply(fence.create(stream, jobs.request()));
    if (result.templateMissing()) {
      installed = false;
    }
    if (result.tooLarge()) {
      pace.tooLarge();
    } else if (!result.again().isEmpty()) {
      pace.pressed();
    } else {
      pace.answered(bytes, clock.millis() - begun);
      well();
    }
    return result.again();
  }

  private void well() {
    if (!trouble.isEmpty()) {
      LOG.info("Elasticsearch takes documents again");
      trouble = "";
    }
  }

  private void hold(String why, Duration wait, Pause pause) throws InterruptedException {
    if (trouble.isEmpty()) {
      LOG.warn("Indexing waits, and nothing is lost meanwhile: {}", why);
    }
    trouble = why;
    long jitter = ThreadLocalRandom.current().nextLong(wait.toMillis() / 2 + 1);
    pause.pause(wait.plusMillis(jitter));
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
