/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.kubelet;

import io.berth.simulator.controllers.EventRecorder;
import io.berth.simulator.kubelet.ContainerRun.ContainerState;
import io.berth.simulator.kubelet.ContainerRun.LifecycleStep;
import io.berth.simulator.store.ApiResources;
import io.berth.simulator.store.JsonTrees;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The lifecycle of a container, step by step, with the events that a kubelet records. */
final class ContainerLifecycle {

  private final Timings timings;
  private final EventRecorder events;
  private final EnvironmentReferences config;
  private final VolumeReferences volumes;
  private final VolumeAttachments attachments;
  private final ImagePulls pulls;
  private final ContainerTermination termination;

  ContainerLifecycle(
      Timings timings,
      EventRecorder events,
      EnvironmentReferences config,
      VolumeReferences volumes,
      VolumeAttachments attachments) {
    this.timings = timings;
    this.events = events;
    this.config = config;
    this.volumes = volumes;
    this.attachments = attachments;
    this.pulls = new ImagePulls(timings, events);
    this.termination = new ContainerTermination(timings, events);
  }

  /** Does what is due; true when the pod's status changed. */
  boolean advance(PodRun pod, ContainerRun run, Instant now) {
    if (now.isBefore(run.due)) {
      return false;
    }
    PodBehavior behavior =
        run.init ? PodBehavior.ofImage(pod.spec(run)) : PodBehavior.of(pod.pod, pod.spec(run), now);
    switch (run.step) {
      case PULL -> {
        if (isMounted(pod, run, now)) {
          pulls.advance(pod, run, behavior, now);
        }
      }
      case PULL_AGAIN -> pulls.advance(pod, run, behavior, now);
      case START -> start(pod, run, behavior, now);
      case BECOME_READY -> ready(run, now);
      case PROBE_FAILS -> probeFails(pod, run, behavior, now);
      case LIVENESS_FAILS -> livenessFails(pod, run, behavior, now);
      case CRASH -> termination.crash(pod, run, now);
      case RUN_OUT_OF_MEMORY -> termination.outOfMemory(pod, run, now);
      case COMPLETE -> complete(run, now);
      case EXIT -> termination.exit(pod, run, now);
      case STAY_ENDED -> run.due = Instant.MAX;
      case RESTART -> restart(pod, run, behavior, now);
      case RUN -> {
        return running(pod, run, behavior, now);
      }
    }
    return true;
  }

  /** Volumes come before images: without one of them no container is created. */
  private boolean isMounted(PodRun pod, ContainerRun run, Instant now) {
    Optional<String> missing = attachments.missing(pod.pod).or(() -> volumes.missing(pod.pod));
    missing.ifPresent(
        message -> events.warning(ApiResources.PODS, pod.pod, "kubelet", "FailedMount", message));
    Optional<String> refusal = missing.isPresent() ? missing : attachments.attach(pod);
    if (missing.isEmpty()) {
      refusal.ifPresent(
          message ->
              events.warning(
                  ApiResources.PODS,
                  pod.pod,
                  "attachdetach-controller",
                  "FailedAttachVolume",
                  message));
    }
    if (refusal.isPresent()) {
      run.then(LifecycleStep.PULL, now.plus(timings.probe()));
    }
    return refusal.isEmpty();
  }

  private void start(PodRun pod, ContainerRun run, PodBehavior behavior, Instant now) {
    Optional<String> lacks = config.missing(pod.pod, pod.spec(run));
    if (lacks.isPresent()) {
      recordEvent(pod, run, "Warning", "Failed", "Error: " + lacks.get());
      run.state = new ContainerState.Waiting("CreateContainerConfigError", lacks.get());
      run.then(LifecycleStep.START, now.plus(timings.probe()));
      return;
    }
    recordEvent(pod, run, "Normal", "Created", "Created container " + run.name);
    recordEvent(pod, run, "Normal", "Started", "Started container " + run.name);
    run.run(now);
    if (run.init) {
      run.log(now, "Starting " + run.name);
      runToItsEnd(pod, run, behavior, now);
      return;
    }
    String release = JsonTrees.text(pod.pod, "metadata", "labels", "app.kubernetes.io/version");
    run.app.started(now, release).forEach(l -> run.log(now, l));
    ScriptedOutput.log(pod.pod).forEach(l -> run.log(now, l));
    afterStart(pod, run, behavior, now);
  }

  /** An init container whose image says unready waits for what never comes. */
  private void runToItsEnd(PodRun pod, ContainerRun run, PodBehavior behavior, Instant now) {
    switch (behavior) {
      case CRASH -> run.then(LifecycleStep.CRASH, now.plus(timings.crash()));
      case OOM -> run.then(LifecycleStep.RUN_OUT_OF_MEMORY, now.plus(timings.crash()));
      case UNREADY -> run.then(LifecycleStep.RUN, now.plus(Duration.ofHours(1)));
      case SLOW ->
          run.then(
              LifecycleStep.COMPLETE,
              now.plus(PodBehavior.in(pod.pod, pod.spec(run)).orElse(timings.slow())));
      case FAILS -> run.then(LifecycleStep.CRASH, now.plus(delay(pod, run)));
      case ENDS -> run.then(LifecycleStep.COMPLETE, now.plus(delay(pod, run)));
      case NORMAL, MISSING, UNSCHEDULABLE, BREAKS, UNLIVE ->
          run.then(LifecycleStep.COMPLETE, now.plus(timings.start()));
    }
  }

  private static void complete(ContainerRun run, Instant now) {
    run.end(0, "Completed", "", now);
    run.ready = true;
  }

  private void afterStart(PodRun pod, ContainerRun run, PodBehavior behavior, Instant now) {
    boolean watched = pod.spec(run).has("livenessProbe");
    run.started = behavior != PodBehavior.SLOW || !pod.spec(run).has("startupProbe");
    run.ready = run.started && !pod.spec(run).has("readinessProbe");
    switch (behavior) {
      case CRASH -> run.then(LifecycleStep.CRASH, now.plus(timings.crash()));
      case OOM -> run.then(LifecycleStep.RUN_OUT_OF_MEMORY, now.plus(timings.crash()));
      case UNLIVE ->
          run.then(
              watched ? LifecycleStep.LIVENESS_FAILS : readinessStep(pod, run),
              now.plus(timings.probe()));
      case UNREADY, SLOW ->
          run.then(
              run.ready ? LifecycleStep.RUN : LifecycleStep.PROBE_FAILS, now.plus(timings.probe()));
      case FAILS -> run.then(LifecycleStep.CRASH, now.plus(delay(pod, run)));
      case ENDS -> run.then(LifecycleStep.EXIT, now.plus(delay(pod, run)));
      case NORMAL, MISSING, UNSCHEDULABLE, BREAKS -> {
        if (pod.restarts(0)) {
          run.then(readinessStep(pod, run), now.plus(timings.ready()));
        } else {
          run.then(LifecycleStep.EXIT, now.plus(timings.crash()));
        }
      }
    }
  }

  private static Duration delay(PodRun pod, ContainerRun run) {
    return PodBehavior.in(pod.pod, pod.spec(run)).orElse(Duration.ZERO);
  }

  /** Without a readiness probe it is ready as soon as it runs, as on every node. */
  private static LifecycleStep readinessStep(PodRun pod, ContainerRun run) {
    if (run.ready) {
      return LifecycleStep.RUN;
    }
    return Prober.hasUnservedPort(pod.spec(run), "readinessProbe")
        ? LifecycleStep.PROBE_FAILS
        : LifecycleStep.BECOME_READY;
  }

  /** Whether its status changed: it does not until its liveness probe fails. */
  private static boolean running(PodRun pod, ContainerRun run, PodBehavior behavior, Instant now) {
    Instant breaks =
        behavior == PodBehavior.BREAKS && pod.spec(run).has("livenessProbe")
            ? run.since().plus(PodBehavior.in(pod.pod, pod.spec(run)).orElse(Duration.ZERO))
            : Instant.MAX;
    if (breaks.isAfter(now)) {
      Instant later = now.plus(Duration.ofHours(1));
      run.then(LifecycleStep.RUN, breaks.isBefore(later) ? breaks : later);
      return false;
    }
    run.then(LifecycleStep.LIVENESS_FAILS, now);
    return true;
  }

  private static void ready(ContainerRun run, Instant now) {
    run.ready = true;
    run.started = true;
    run.then(LifecycleStep.RUN, now);
  }

  private void probeFails(PodRun pod, ContainerRun run, PodBehavior behavior, Instant now) {
    Duration slow = PodBehavior.in(pod.pod, pod.spec(run)).orElse(timings.slow());
    boolean over = !run.since().plus(slow).isAfter(now);
    boolean isUnserved = Prober.hasUnservedPort(pod.spec(run), "readinessProbe");
    if (!isUnserved && (behavior == PodBehavior.NORMAL || (behavior == PodBehavior.SLOW && over))) {
      ready(run, now);
      return;
    }
    if (behavior == PodBehavior.SLOW && pod.spec(run).has("startupProbe")) {
      failStartup(pod, run, now);
      return;
    }
    recordEvent(
        pod,
        run,
        "Warning",
        "Unhealthy",
        "Readiness probe failed: " + Prober.failure(pod, run, "readinessProbe"));
    run.then(LifecycleStep.PROBE_FAILS, now.plus(timings.probe()));
  }

  /** Until its startup probe has passed nothing else is asked; behind its last try it is killed. */
  private void failStartup(PodRun pod, ContainerRun run, Instant now) {
    recordEvent(
        pod,
        run,
        "Warning",
        "Unhealthy",
        "Startup probe failed: " + Prober.failure(pod, run, "startupProbe"));
    Instant last = run.since().plus(Prober.startupBudget(pod.spec(run)));
    if (last.isAfter(now)) {
      run.then(LifecycleStep.PROBE_FAILS, now.plus(timings.probe()));
    } else {
      termination.killed(pod, run, "startup", now);
    }
  }

  private void livenessFails(PodRun pod, ContainerRun run, PodBehavior behavior, Instant now) {
    if (behavior == PodBehavior.NORMAL) {
      ready(run, now);
      return;
    }
    recordEvent(
        pod,
        run,
        "Warning",
        "Unhealthy",
        "Liveness probe failed: " + Prober.failure(pod, run, "livenessProbe"));
    run.probeFailures++;
    if (run.probeFailures
        < JsonTrees.number(pod.spec(run), 3, "livenessProbe", "failureThreshold")) {
      run.then(LifecycleStep.LIVENESS_FAILS, now.plus(timings.probe()));
      return;
    }
    termination.killed(pod, run, "liveness", now);
  }

  private void restart(PodRun pod, ContainerRun run, PodBehavior behavior, Instant now) {
    if (termination.heldBack(pod, run, now)) {
      return;
    }
    if (run.state instanceof ContainerState.Terminated ended) {
      run.last = ended;
    }
    run.previousLog = run.log;
    run.restarts++;
    recordEvent(
        pod,
        run,
        "Normal",
        "Pulled",
        "Container image \""
            + JsonTrees.text(pod.spec(run), "image")
            + "\" already present on machine");
    start(pod, run, behavior, now);
  }

  private void recordEvent(
      PodRun pod, ContainerRun run, String type, String reason, String message) {
    events.kubelet(pod.pod, run.name, type, reason, message);
  }

  /** The pod is going away. */
  void requestStop(PodRun pod) {
    termination.requestStop(pod);
  }

  /** Whether containers ended now, because their pod is going away: that is seen before it is. */
  boolean stop(PodRun pod, Instant now) {
    return termination.stop(pod, now);
  }
}
