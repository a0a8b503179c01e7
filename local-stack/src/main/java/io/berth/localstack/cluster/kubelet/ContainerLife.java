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
import tools.jackson.databind.JsonNode;

/** The life of a container, step by step, told as a kubelet tells it. */
final class ContainerLife {

  private final Timings timings;
  private final EventRecorder events;
  private final PodConfig config;

  ContainerLife(Timings timings, EventRecorder events, PodConfig config) {
    this.timings = timings;
    this.events = events;
    this.config = config;
  }

  /** Does what is due; true when the pod's status changed. */
  boolean advance(PodRun pod, ContainerRun run, Instant now) {
    if (now.isBefore(run.due)) {
      return false;
    }
    Behavior behavior = Behavior.of(pod.pod, pod.spec(run), now);
    switch (run.step) {
      case PULL, PULL_AGAIN -> pull(pod, run, behavior, now);
      case START -> start(pod, run, behavior, now);
      case BECOME_READY -> ready(run, now);
      case PROBE_FAILS -> probeFails(pod, run, behavior, now);
      case LIVENESS_FAILS -> livenessFails(pod, run, behavior, now);
      case CRASH -> crash(pod, run, now);
      case RUN_OUT_OF_MEMORY -> outOfMemory(pod, run, now);
      case RESTART -> restart(pod, run, behavior, now);
      case RUN -> {
        run.then(Step.RUN, now.plus(Duration.ofHours(1)));
        return false;
      }
    }
    return true;
  }

  private void pull(PodRun pod, ContainerRun run, Behavior behavior, Instant now) {
    String image = Json.text(pod.spec(run), "image");
    if (behavior == Behavior.MISSING) {
      pullFails(pod, run, image, now);
      return;
    }
    if (run.pullAttempts > 0 || !Json.text(pod.spec(run), "imagePullPolicy").equals("Never")) {
      tell(pod, run, "Normal", "Pulling", "Pulling image \"" + image + "\"");
      tell(
          pod,
          run,
          "Normal",
          "Pulled",
          "Successfully pulled image \"" + image + "\" in " + timings.pull().toMillis() + "ms");
    }
    run.then(Step.START, now.plus(timings.start()));
  }

  /** Failed pull, back-off, failed pull: each half of the time. */
  private void pullFails(PodRun pod, ContainerRun run, String image, Instant now) {
    boolean backingOff = run.step == Step.PULL_AGAIN;
    if (backingOff) {
      tell(pod, run, "Normal", "BackOff", "Back-off pulling image \"" + image + "\"");
      tell(pod, run, "Warning", "Failed", "Error: ImagePullBackOff");
      run.state = new State.Waiting("ImagePullBackOff", "Back-off pulling image \"" + image + "\"");
      run.then(Step.PULL, now.plus(timings.backOff(run.pullAttempts++)));
      return;
    }
    String why =
        "rpc error: code = NotFound desc = failed to pull and unpack image \""
            + image
            + "\": failed to resolve reference \""
            + image
            + "\": "
            + image
            + ": not found";
    tell(pod, run, "Normal", "Pulling", "Pulling image \"" + image + "\"");
    tell(pod, run, "Warning", "Failed", "Failed to pull image \"" + image + "\": " + why);
    tell(pod, run, "Warning", "Failed", "Error: ErrImagePull");
    run.state = new State.Waiting("ErrImagePull", why);
    run.then(Step.PULL_AGAIN, now.plus(timings.probe()));
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
    boolean probed = pod.spec(run).has("readinessProbe");
    switch (behavior) {
      case CRASH -> run.then(Step.CRASH, now.plus(timings.crash()));
      case OOM -> run.then(Step.RUN_OUT_OF_MEMORY, now.plus(timings.crash()));
      case UNREADY -> run.then(Step.PROBE_FAILS, now.plus(timings.probe()));
      case SLOW -> run.then(Step.PROBE_FAILS, now.plus(timings.probe()));
      case UNLIVE -> {
        run.ready = !probed;
        run.then(Step.LIVENESS_FAILS, now.plus(timings.probe()));
      }
      case NORMAL, MISSING, UNSCHEDULABLE -> {
        run.ready = !probed;
        run.then(probed ? Step.BECOME_READY : Step.RUN, now.plus(timings.ready()));
      }
    }
  }

  private static void ready(ContainerRun run, Instant now) {
    run.ready = true;
    run.then(Step.RUN, now);
  }

  private void probeFails(PodRun pod, ContainerRun run, Behavior behavior, Instant now) {
    boolean over =
        run.state instanceof State.Running(Instant since)
            && !since.plus(timings.slow()).isAfter(now);
    if (behavior == Behavior.NORMAL || (behavior == Behavior.SLOW && over)) {
      ready(run, now);
      return;
    }
    tell(
        pod,
        run,
        "Warning",
        "Unhealthy",
        "Readiness probe failed: " + probe(pod.spec(run), "readinessProbe"));
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
        "Liveness probe failed: " + probe(pod.spec(run), "livenessProbe"));
    run.probeFailures++;
    if (run.probeFailures < Json.number(pod.spec(run), 3, "livenessProbe", "failureThreshold")) {
      run.then(Step.LIVENESS_FAILS, now.plus(timings.probe()));
      return;
    }
    tell(
        pod,
        run,
        "Normal",
        "Killing",
        "Container " + run.name + " failed liveness probe, will be restarted");
    run.end(143, "Error", now);
    backOff(pod, run, now);
  }

  private static String probe(JsonNode container, String name) {
    JsonNode probe = container.path(name);
    if (probe.has("tcpSocket")) {
      return "dial tcp 127.0.0.1:"
          + Json.text(probe, "tcpSocket", "port")
          + ": connect: connection refused";
    }
    return probe.has("exec") ? "command failed" : "HTTP probe failed with statuscode: 503";
  }

  private void crash(PodRun pod, ContainerRun run, Instant now) {
    run.app.crash(now).forEach(l -> run.log.add(new LogBuffer.Line(now, "stderr", l)));
    run.end(1, "Error", now);
    backOff(pod, run, now);
  }

  private void outOfMemory(PodRun pod, ContainerRun run, Instant now) {
    run.app.outOfMemory(now).forEach(l -> run.say(now, l));
    run.end(137, "OOMKilled", now);
    backOff(pod, run, now);
  }

  /**
   * The end is seen for a moment, then the wait; the first restart comes at once, as on a real
   * node.
   */
  private void backOff(PodRun pod, ContainerRun run, Instant now) {
    boolean first = run.restarts == 0;
    run.then(Step.RESTART, now.plus(first ? timings.start() : timings.probe().dividedBy(2)));
  }

  private void restart(PodRun pod, ContainerRun run, Behavior behavior, Instant now) {
    Duration wait = timings.backOff(Math.max(0, run.restarts - 1));
    if (run.state instanceof State.Terminated ended && run.restarts > 0) {
      run.last = ended;
      run.state =
          new State.Waiting(
              "CrashLoopBackOff",
              "back-off " + text(wait) + " restarting failed " + pod.names(run));
      tell(
          pod,
          run,
          "Warning",
          "BackOff",
          "Back-off restarting failed container "
              + run.name
              + " in pod "
              + pod.name()
              + "_"
              + pod.namespace()
              + "("
              + pod.uid
              + ")");
      run.then(Step.RESTART, now.plus(wait));
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

  private static String text(Duration wait) {
    return wait.toMillis() % 1000 == 0 ? wait.toSeconds() + "s" : wait.toMillis() + "ms";
  }

  private void tell(PodRun pod, ContainerRun run, String type, String reason, String message) {
    events.kubelet(pod.pod, run.name, type, reason, message);
  }

  /** The pod is going away. */
  void kill(PodRun pod) {
    for (ContainerRun run : pod.containers) {
      if (run.isRunning()) {
        tell(pod, run, "Normal", "Killing", "Stopping container " + run.name);
      }
    }
  }
}
