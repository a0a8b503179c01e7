/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.localstack.cluster.kubelet;

import io.berth.localstack.cluster.controllers.EventRecorder;
import io.berth.localstack.cluster.kubelet.ContainerRun.State;
import io.berth.localstack.cluster.kubelet.ContainerRun.Step;
import io.berth.localstack.cluster.store.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The life of a container, step by step, told as a kubelet tells it. */
final class ContainerLife {

  private final Timings timings;
  private final EventRecorder events;
  private final PodConfig config;
  private final ImagePulls pulls;
  private final ContainerEnds ends;

  ContainerLife(Timings timings, EventRecorder events, PodConfig config) {
    this.timings = timings;
    this.events = events;
    this.config = config;
    this.pulls = new ImagePulls(timings, events);
    this.ends = new ContainerEnds(timings, events);
  }

  /** Does what is due; true when the pod's status changed. */
  boolean advance(PodRun pod, ContainerRun run, Instant now) {
    if (now.isBefore(run.due)) {
      return false;
    }
    Behavior behavior = Behavior.of(pod.pod, pod.spec(run), now);
    switch (run.step) {
      case PULL, PULL_AGAIN -> pulls.advance(pod, run, behavior, now);
      case START -> start(pod, run, behavior, now);
      case BECOME_READY -> ready(run, now);
      case PROBE_FAILS -> probeFails(pod, run, behavior, now);
      case LIVENESS_FAILS -> livenessFails(pod, run, behavior, now);
      case CRASH -> ends.crash(run, now);
      case RUN_OUT_OF_MEMORY -> ends.outOfMemory(run, now);
      case RESTART -> restart(pod, run, behavior, now);
      case RUN -> {
        run.then(Step.RUN, now.plus(Duration.ofHours(1)));
        return false;
      }
    }
    return true;
  }

  private void start(PodRun pod, ContainerRun run, Behavior behavior, Instant now) {
    Optional<String> lacks = config.missing(pod.pod, pod.spec(run));
    if (lacks.isPresent()) {
      tell(pod, run, "Warning", "Failed", "Error: " + lacks.get());
      run.state = new State.Waiting("CreateContainerConfigError", lacks.get());
      run.then(Step.START, now.plus(timings.probe()));
      return;
    }
    tell(pod, run, "Normal", "Created", "Created container " + run.name);
    tell(pod, run, "Normal", "Started", "Started container " + run.name);
    run.run(now);
    String release = Json.text(pod.pod, "metadata", "labels", "app.kubernetes.io/version");
    run.app.started(now, release).forEach(l -> run.say(now, l));
    afterStart(pod, run, behavior, now);
  }

  private void afterStart(PodRun pod, ContainerRun run, Behavior behavior, Instant now) {
    boolean watched = pod.spec(run).has("livenessProbe");
    run.ready = !pod.spec(run).has("readinessProbe");
    switch (behavior) {
      case CRASH -> run.then(Step.CRASH, now.plus(timings.crash()));
      case OOM -> run.then(Step.RUN_OUT_OF_MEMORY, now.plus(timings.crash()));
      case UNLIVE ->
          run.then(watched ? Step.LIVENESS_FAILS : becoming(pod, run), now.plus(timings.probe()));
      case UNREADY, SLOW ->
          run.then(run.ready ? Step.RUN : Step.PROBE_FAILS, now.plus(timings.probe()));
      case NORMAL, MISSING, UNSCHEDULABLE ->
          run.then(becoming(pod, run), now.plus(timings.ready()));
    }
  }

  /** Without a readiness probe it is ready as soon as it runs, as on every node. */
  private static Step becoming(PodRun pod, ContainerRun run) {
    if (run.ready) {
      return Step.RUN;
    }
    return Probe.asksInVain(pod.spec(run), "readinessProbe") ? Step.PROBE_FAILS : Step.BECOME_READY;
  }

  private static void ready(ContainerRun run, Instant now) {
    run.ready = true;
    run.then(Step.RUN, now);
  }

  private void probeFails(PodRun pod, ContainerRun run, Behavior behavior, Instant now) {
    boolean over =
        run.state instanceof State.Running(Instant since)
            && !since.plus(timings.slow()).isAfter(now);
    boolean deaf = Probe.asksInVain(pod.spec(run), "readinessProbe");
    if (!deaf && (behavior == Behavior.NORMAL || (behavior == Behavior.SLOW && over))) {
      ready(run, now);
      return;
    }
    tell(
        pod,
        run,
        "Warning",
        "Unhealthy",
        "Readiness probe failed: " + Probe.failure(pod, run, "readinessProbe"));
    run.then(Step.PROBE_FAILS, now.plus(timings.probe()));
  }

  private void livenessFails(PodRun pod, ContainerRun run, Behavior behavior, Instant now) {
    if (behavior == Behavior.NORMAL) {
      ready(run, now);
      return;
    }
    tell(
        pod,
        run,
        "Warning",
        "Unhealthy",
        "Liveness probe failed: " + Probe.failure(pod, run, "livenessProbe"));
    run.probeFailures++;
    if (run.probeFailures < Json.number(pod.spec(run), 3, "livenessProbe", "failureThreshold")) {
      run.then(Step.LIVENESS_FAILS, now.plus(timings.probe()));
      return;
    }
    ends.unlive(pod, run, now);
  }

  private void restart(PodRun pod, ContainerRun run, Behavior behavior, Instant now) {
    if (ends.heldBack(pod, run, now)) {
      return;
    }
    if (run.state instanceof State.Terminated ended) {
      run.last = ended;
    }
    run.previousLog = run.log;
    run.restarts++;
    tell(
        pod,
        run,
        "Normal",
        "Pulled",
        "Container image \"" + Json.text(pod.spec(run), "image") + "\" already present on machine");
    start(pod, run, behavior, now);
  }

  private void tell(PodRun pod, ContainerRun run, String type, String reason, String message) {
    events.kubelet(pod.pod, run.name, type, reason, message);
  }

  /** The pod is going away. */
  void tellToStop(PodRun pod) {
    ends.tellToStop(pod);
  }

  /** Whether containers ended now, because their pod is going away: that is seen before it is. */
  boolean stop(PodRun pod, Instant now) {
    return ends.stop(pod, now);
  }
}
