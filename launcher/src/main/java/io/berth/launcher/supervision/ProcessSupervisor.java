/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.launcher.supervision;

import io.berth.launcher.suite.SuiteFolder;
import io.berth.launcher.suite.SuiteProcess;
import io.berth.teststack.process.PidFile;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Supervises one process: starts it, probes its health, restarts it when it exits. */
final class ProcessSupervisor {

  private static final Duration STARTUP_PROBE_INTERVAL = Duration.ofMillis(400);
  private static final Duration PROBE_INTERVAL = Duration.ofSeconds(2);
  private static final Duration STARTUP_TIMEOUT = Duration.ofSeconds(75);
  private static final int LOG_LINES = 15;

  private final SuiteProcess part;
  private final ProcessStarter starter;
  private final HealthProbe probe;
  private final SuiteFolder folder;
  private final Consumer<ProcessEvent> events;

  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile @Nullable ProcessHandle process;
  private volatile ProcessHealth health = ProcessHealth.down("not started");
  private volatile boolean wasReady;
  private Instant unhealthySince = Instant.EPOCH;
  private Instant startedAt = Instant.EPOCH;
  private boolean overdueReported;

  ProcessSupervisor(
      SuiteProcess part,
      ProcessStarter starter,
      HealthProbe probe,
      SuiteFolder folder,
      Consumer<ProcessEvent> events) {
    this.part = part;
    this.starter = starter;
    this.probe = probe;
    this.folder = folder;
    this.events = events;
  }

  SuiteProcess part() {
    return part;
  }

  boolean isReady() {
    return health.isUp();
  }

  /** Returns only after {@link #stop}. */
  void run() {
    var restarts = RestartBackoff.NONE;
    unhealthySince = Instant.now();
    while (!isStopped()) {
      Instant started = Instant.now();
      String end = runOnce();
      if (isStopped()) {
        return;
      }
      unhealthySince = health.isUp() ? Instant.now() : unhealthySince;
      health = ProcessHealth.down("its process ended");
      restarts = restarts.afterExit(started, Instant.now());
      reportExit(end, restarts);
      pause(restarts.delay());
    }
  }

  /** How it ended, in words. */
  private String runOnce() {
    try {
      var started = starter.start(part);
      process = started;
      startedAt = Instant.now();
      if (isStopped()) {
        started.destroy();
        return "";
      }
      while (started.isAlive() && !isStopped()) {
        look();
        pause(wasReady && health.isUp() ? PROBE_INTERVAL : STARTUP_PROBE_INTERVAL);
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
      var after = Duration.between(unhealthySince, Instant.now());
      events.accept(
          wasReady ? new ProcessEvent.Recovered(part, after) : new ProcessEvent.Ready(part, after));
      wasReady = true;
      overdueReported = false;
    } else if (!now.isUp() && before.isUp() && isAlive()) {
      unhealthySince = Instant.now();
      events.accept(new ProcessEvent.Unhealthy(part, now.detail()));
    } else if (!now.isUp()) {
      reportOverdue(now);
    }
  }

  private boolean isAlive() {
    var current = process;
    return current != null && current.isAlive();
  }

  private void reportOverdue(ProcessHealth now) {
    var since = Duration.between(startedAt, Instant.now());
    if (!overdueReported && since.compareTo(STARTUP_TIMEOUT) > 0) {
      overdueReported = true;
      events.accept(new ProcessEvent.NotReady(part, since, now.detail(), lastLines()));
    }
  }

  private void reportExit(String how, RestartBackoff restarts) {
    List<String> shown = restarts.showsLog() ? lastLines() : List.of();
    events.accept(
        restarts.isCrashLooping()
            ? new ProcessEvent.CrashLooping(part, restarts.exits(), restarts.delay(), shown)
            : new ProcessEvent.Exited(part, how, restarts.delay()));
  }

  private List<String> lastLines() {
    return LastLogLines.of(folder.log(part.name()), LOG_LINES);
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

  /** From now on the process is not restarted when it exits. */
  void disableRestart() {
    stopped.countDown();
  }

  /** Terminates the process, by force after {@code patience}; returns when it has exited. */
  void stop(Duration patience) {
    disableRestart();
    var current = process;
    if (current != null && current.isAlive()) {
      PidFile.end(current, patience);
    }
    folder.mark(part.name()).toFile().delete();
  }
}
