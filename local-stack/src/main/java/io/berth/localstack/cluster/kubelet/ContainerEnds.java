/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.localstack.cluster.kubelet;

import io.berth.localstack.cluster.controllers.EventRecorder;
import io.berth.localstack.cluster.kubelet.ContainerRun.State;
import io.berth.localstack.cluster.kubelet.ContainerRun.Step;
import java.time.Duration;
import java.time.Instant;

/** How a container ends, and how long it is held back before it runs again. */
final class ContainerEnds {

  private final Timings timings;
  private final EventRecorder events;

  ContainerEnds(Timings timings, EventRecorder events) {
    this.timings = timings;
    this.events = events;
  }

  void crash(ContainerRun run, Instant now) {
    run.app.crash(now).forEach(l -> run.log.add(new LogBuffer.Line(now, "stderr", l)));
    end(run, 1, "Error", now);
  }

  void outOfMemory(ContainerRun run, Instant now) {
    run.app.outOfMemory(now).forEach(l -> run.say(now, l));
    end(run, 137, "OOMKilled", now);
  }

  /** Its liveness probe has failed as often as the pod allows. */
  void unlive(PodRun pod, ContainerRun run, Instant now) {
    tell(
        pod,
        run,
        "Normal",
        "Killing",
        "Container " + run.name + " failed liveness probe, will be restarted");
    end(run, 143, "Error", now);
  }

  /** The pod is going away. */
  void tellToStop(PodRun pod) {
    for (ContainerRun run : pod.containers) {
      if (run.isRunning()) {
        tell(pod, run, "Normal", "Killing", "Stopping container " + run.name);
      }
    }
  }

  boolean stop(PodRun pod, Instant now) {
    boolean stopped = false;
    for (ContainerRun run : pod.containers) {
      if (run.isRunning()) {
        run.end(143, "Error", now);
        stopped = true;
      }
    }
    return stopped;
  }

  /**
   * The end is seen for a moment, then the wait; the first restart comes at once, as on a real
   * node.
   */
  private void end(ContainerRun run, int exitCode, String reason, Instant now) {
    run.end(exitCode, reason, now);
    boolean first = run.restarts == 0;
    run.then(Step.RESTART, now.plus(first ? timings.start() : timings.probe().dividedBy(2)));
  }

  /** Whether one that ended again must wait now, the longer the oftener it ended. */
  boolean heldBack(PodRun pod, ContainerRun run, Instant now) {
    if (!(run.state instanceof State.Terminated ended) || run.restarts == 0) {
      return false;
    }
    Duration wait = timings.backOff(run.restarts - 1);
    run.last = ended;
    run.state =
        new State.Waiting(
            "CrashLoopBackOff",
            "back-off " + Timings.text(wait) + " restarting failed " + pod.names(run));
    tell(
        pod,
        run,
        "Warning",
        "BackOff",
        "Back-off restarting failed container %s in pod %s_%s(%s)"
            .formatted(run.name, pod.name(), pod.namespace(), pod.uid));
    run.then(Step.RESTART, now.plus(wait));
    return true;
  }

  private void tell(PodRun pod, ContainerRun run, String type, String reason, String message) {
    events.kubelet(pod.pod, run.name, type, reason, message);
  }
}
