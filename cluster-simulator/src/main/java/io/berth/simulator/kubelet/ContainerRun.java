/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.kubelet;

import java.time.Instant;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One container of a pod as its node sees it. Changed by the kubelet's thread alone. */
final class ContainerRun {

  /** Where a container is. */
  sealed interface ContainerState {
    /** Not running, and why. */
    record Waiting(String reason, String message) implements ContainerState {}

    /** Running since. */
    record Running(Instant since) implements ContainerState {}

    /** Ended. */
    record Terminated(int exitCode, String reason, String message, Instant since, Instant at)
        implements ContainerState {}
  }

  final String name;

  /** Whether it is an init container, which is ready when it has ended well. */
  final boolean init;

  final SimulatedAppLog app;
  private final Consumer<LogBuffer.Line> tap;
  ContainerState state = new ContainerState.Waiting("ContainerCreating", "");
  @Nullable ContainerState last;
  LifecycleStep step = LifecycleStep.PULL;
  Instant due;
  Instant nextLog = Instant.EPOCH;
  int restarts;
  int probeFailures;
  int pullAttempts;
  boolean ready;

  /** Whether its startup probe has passed; true where it has none. */
  boolean started;

  boolean stale;
  String id = "";
  LogBuffer log;
  @Nullable LogBuffer previousLog;
  double cpuMillis;
  double cpuSeconds;
  long memoryBytes;

  /** What happens when {@link #due} has come. */
  enum LifecycleStep {
    PULL,
    PULL_AGAIN,
    START,
    BECOME_READY,
    PROBE_FAILS,
    LIVENESS_FAILS,
    CRASH,
    RUN_OUT_OF_MEMORY,
    RESTART,
    RUN,
    COMPLETE,
    EXIT,
    STAY_ENDED
  }

  ContainerRun(
      String name, boolean init, SimulatedAppLog app, Instant due, Consumer<LogBuffer.Line> tap) {
    this.name = name;
    this.init = init;
    this.app = app;
    this.due = due;
    this.tap = tap;
    this.log = new LogBuffer(tap);
  }

  void then(LifecycleStep next, Instant at) {
    step = next;
    due = at;
  }

  void run(Instant now) {
    state = new ContainerState.Running(now);
    id = "simulated://" + UUID.randomUUID().toString().replace("-", "");
    log = new LogBuffer(tap);
    nextLog = now;
    probeFailures = 0;
    started = true;
  }

  void end(int exitCode, String reason, String message, Instant now) {
    Instant since = state instanceof ContainerState.Running(Instant s) ? s : now;
    state = new ContainerState.Terminated(exitCode, reason, message, since, now);
    ready = false;
    cpuMillis = 0;
    memoryBytes = 0;
    log.end();
  }

  /** Since when it runs; for ever where it does not. */
  Instant since() {
    return state instanceof ContainerState.Running(Instant since) ? since : Instant.EPOCH;
  }

  /** Whether it has ended and is not restarted. */
  boolean isOver() {
    return step == LifecycleStep.STAY_ENDED;
  }

  /** Whether it has ended with another code than 0. */
  boolean hasFailed() {
    return state instanceof ContainerState.Terminated ended && ended.exitCode() != 0;
  }

  boolean isRunning() {
    return state instanceof ContainerState.Running;
  }

  void log(Instant now, String text) {
    log.add(new LogBuffer.Line(now, "stdout", text));
  }
}
