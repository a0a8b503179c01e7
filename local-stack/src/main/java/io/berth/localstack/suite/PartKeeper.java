/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.localstack.suite;

import io.berth.localstack.process.ProcessMark;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Keeps one part alive: starts it, watches its health, starts it again when it dies. */
final class PartKeeper {

  private static final Duration FIRST_STEPS = Duration.ofMillis(400);
  private static final Duration ROUND = Duration.ofSeconds(2);
  private static final Duration OVERDUE = Duration.ofSeconds(75);
  private static final int TAIL = 15;

  private final Part part;
  private final PartStarter starter;
  private final HealthProbe probe;
  private final SuiteFolder folder;
  private final Consumer<PartNews> news;

  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile @Nullable ProcessHandle process;
  private volatile Health health = Health.down("not started");
  private volatile boolean wasReady;
  private Instant troubleSince = Instant.EPOCH;
  private Instant bornAt = Instant.EPOCH;
  private boolean overdueTold;

  PartKeeper(
      Part part,
      PartStarter starter,
      HealthProbe probe,
      SuiteFolder folder,
      Consumer<PartNews> news) {
    this.part = part;
    this.starter = starter;
    this.probe = probe;
    this.folder = folder;
    this.news = news;
  }

  Part part() {
    return part;
  }

  boolean isReady() {
    return health.isUp();
  }

  /** Returns only after {@link #stop}. */
  void keep() {
    var restarts = Restarts.NONE;
    troubleSince = Instant.now();
    while (!isStopped()) {
      Instant started = Instant.now();
      String end = liveOnce();
      if (isStopped()) {
        return;
      }
      troubleSince = health.isUp() ? Instant.now() : troubleSince;
      health = Health.down("its process ended");
      restarts = restarts.afterDeath(started, Instant.now());
      tellDeath(end, restarts);
      pause(restarts.delay());
    }
  }

  /** How it ended, in words. */
  private String liveOnce() {
    try {
      var started = starter.start(part);
      process = started;
      bornAt = Instant.now();
      if (isStopped()) {
        started.destroy();
        return "";
      }
      while (started.isAlive() && !isStopped()) {
        look();
        pause(wasReady && health.isUp() ? ROUND : FIRST_STEPS);
      }
      return "its process " + started.pid() + " ended";
    } catch (IOException | RuntimeException e) {
      return "it cannot be started: " + e.getMessage();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return "interrupted";
    }
  }

  private void look() {
    var before = health;
    var now = probe.ask(part);
    health = now;
    if (now.isUp() && !before.isUp()) {
      var after = Duration.between(troubleSince, Instant.now());
      news.accept(wasReady ? new PartNews.Recovered(part, after) : new PartNews.Ready(part, after));
      wasReady = true;
      overdueTold = false;
    } else if (!now.isUp() && before.isUp() && isAlive()) {
      troubleSince = Instant.now();
      news.accept(new PartNews.Ailing(part, now.detail()));
    } else if (!now.isUp()) {
      tellOverdue(now);
    }
  }

  private boolean isAlive() {
    var current = process;
    return current != null && current.isAlive();
  }

  private void tellOverdue(Health now) {
    var since = Duration.between(bornAt, Instant.now());
    if (!overdueTold && since.compareTo(OVERDUE) > 0) {
      overdueTold = true;
      news.accept(new PartNews.NotReady(part, since, now.detail(), lastLines()));
    }
  }

  private void tellDeath(String how, Restarts restarts) {
    List<String> shown = restarts.deservesLog() ? lastLines() : List.of();
    news.accept(
        restarts.isAgainAndAgain()
            ? new PartNews.KeepsDying(part, restarts.deaths(), restarts.delay(), shown)
            : new PartNews.Died(part, how, restarts.delay()));
  }

  private List<String> lastLines() {
    return LogTail.of(folder.log(part.name()), TAIL);
  }

  private boolean isStopped() {
    return stopped.getCount() == 0;
  }

  private void pause(Duration duration) {
    try {
      if (stopped.await(duration.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** From now on the part is not started again when it ends. */
  void release() {
    stopped.countDown();
  }

  /** Ends the process: politely, and after {@code patience} by force. Returns when it is gone. */
  void stop(Duration patience) {
    release();
    var current = process;
    if (current != null && current.isAlive()) {
      ProcessMark.end(current, patience);
    }
    folder.mark(part.name()).toFile().delete();
  }
}
