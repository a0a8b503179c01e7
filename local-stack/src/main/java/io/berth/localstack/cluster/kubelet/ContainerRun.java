/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.localstack.cluster.kubelet;

import java.time.Instant;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One container of a pod as its node sees it. Changed by the kubelet's thread alone. */
final class ContainerRun {

  /** Where a container is. */
  sealed interface State {
    /** Not running, and why. */
    record Waiting(String reason, String message) implements State {}

    /** Running since. */
    record Running(Instant since) implements State {}

    /** Ended. */
    record Terminated(int exitCode, String reason, Instant since, Instant at) implements State {}
  }

  final String name;
  final AppLog app;
  private final Consumer<LogBuffer.Line> tap;
  State state = new State.Waiting("ContainerCreating", "");
  @Nullable State last;
  Step step = Step.PULL;
  Instant due;
  Instant nextLog = Instant.EPOCH;
  int restarts;
  int probeFailures;
  int pullAttempts;
  boolean ready;
  boolean stale;
  String id = "";
  LogBuffer log;
  @Nullable LogBuffer previousLog;
  double cpuMillis;
  double cpuSeconds;
  long memoryBytes;

  /** What happens when {@link #due} has come. */
  enum Step {
    PULL,
    PULL_AGAIN,
    START,
    BECOME_READY,
    PROBE_FAILS,
    LIVENESS_FAILS,
    CRASH,
    RUN_OUT_OF_MEMORY,
    RESTART,
    RUN
  }

  ContainerRun(String name, AppLog app, Instant due, Consumer<LogBuffer.Line> tap) {
    this.name = name;
    this.app = app;
    this.due = due;
    this.tap = tap;
    this.log = new LogBuffer(tap);
  }

  void then(Step next, Instant at) {
    step = next;
    due = at;
  }

  void run(Instant now) {
    state = new State.Running(now);
    id = "simulated://" + UUID.randomUUID().toString().replace("-", "");
    log = new LogBuffer(tap);
    nextLog = now;
    probeFailures = 0;
  }

  void end(int exitCode, String reason, Instant now) {
    Instant since = state instanceof State.Running(Instant s) ? s : now;
    state = new State.Terminated(exitCode, reason, since, now);
    ready = false;
    cpuMillis = 0;
    memoryBytes = 0;
    log.end();
  }

  boolean isRunning() {
    return state instanceof State.Running;
  }

  void say(Instant now, String text) {
    log.add(new LogBuffer.Line(now, "stdout", text));
  }
}
