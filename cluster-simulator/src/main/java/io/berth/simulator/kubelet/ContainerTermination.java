/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.kubelet;

import io.berth.simulator.controllers.EventRecorder;
import io.berth.simulator.kubelet.ContainerRun.ContainerState;
import io.berth.simulator.kubelet.ContainerRun.LifecycleStep;
import java.time.Duration;
import java.time.Instant;

/** How a container ends, and how long it is held back before it runs again. */
final class ContainerTermination {

  private final Timings timings;
  private final EventRecorder events;

  ContainerTermination(Timings timings, EventRecorder events) {
    this.timings = timings;
    this.events = events;
  }

  void crash(PodRun pod, ContainerRun run, Instant now) {
    run.app.crash(now).forEach(l -> run.log.add(new LogBuffer.Line(now, "stderr", l)));
    end(pod, run, 1, "Error", now);
  }

  void outOfMemory(PodRun pod, ContainerRun run, Instant now) {
    run.app.outOfMemory(now).forEach(l -> run.log(now, l));
    end(pod, run, 137, "OOMKilled", now);
  }

  void exit(PodRun pod, ContainerRun run, Instant now) {
    end(pod, run, 0, "Completed", now);
  }

  /** Its liveness or its startup probe has failed as often as the pod allows. */
  void killed(PodRun pod, ContainerRun run, String probe, Instant now) {
    recordEvent(
        pod,
        run,
        "Normal",
        "Killing",
        "Container " + run.name + " failed " + probe + " probe, will be restarted");
    end(pod, run, 143, "Error", now);
  }

  /** The pod is going away. */
  void requestStop(PodRun pod) {
    for (ContainerRun run : pod.all()) {
      if (run.isRunning()) {
        recordEvent(pod, run, "Normal", "Killing", "Stopping container " + run.name);
      }
    }
  }

  boolean stop(PodRun pod, Instant now) {
    boolean stopped = false;
    for (ContainerRun run : pod.all()) {
      if (run.isRunning()) {
        run.end(143, "Error", ScriptedOutput.terminationMessage(pod.pod), now);
        stopped = true;
      }
    }
    return stopped;
  }

  /**
   * The end is seen for a moment, then the wait; the first restart comes at once, as on a real
   * node.
   */
  private void end(PodRun pod, ContainerRun run, int exitCode, String reason, Instant now) {
    run.end(exitCode, reason, ScriptedOutput.terminationMessage(pod.pod), now);
    if (!pod.restarts(exitCode)) {
      run.then(LifecycleStep.STAY_ENDED, Instant.MAX);
      return;
    }
    boolean first = run.restarts == 0;
    run.then(
        LifecycleStep.RESTART, now.plus(first ? timings.start() : timings.probe().dividedBy(2)));
  }

  /** Whether one that ended again must wait now, the longer the oftener it ended. */
  boolean heldBack(PodRun pod, ContainerRun run, Instant now) {
    if (!(run.state instanceof ContainerState.Terminated ended) || run.restarts == 0) {
      return false;
    }
    Duration wait = timings.backOff(run.restarts - 1);
    run.last = ended;
    run.state =
        new ContainerState.Waiting(
            "CrashLoopBackOff",
            "back-off " + Timings.text(wait) + " restarting failed " + pod.names(run));
    recordEvent(
        pod,
        run,
        "Warning",
        "BackOff",
        "Back-off restarting failed container %s in pod %s_%s(%s)"
            .formatted(run.name, pod.name(), pod.namespace(), pod.uid));
    run.then(LifecycleStep.RESTART, now.plus(wait));
    return true;
  }

  private void recordEvent(
      PodRun pod, ContainerRun run, String type, String reason, String message) {
    events.kubelet(pod.pod, run.name, type, reason, message);
  }
}
