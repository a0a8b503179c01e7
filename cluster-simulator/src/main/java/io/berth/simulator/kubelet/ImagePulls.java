/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.kubelet;

import io.berth.simulator.controllers.EventRecorder;
import io.berth.simulator.kubelet.ContainerRun.ContainerState;
import io.berth.simulator.kubelet.ContainerRun.LifecycleStep;
import io.berth.simulator.store.JsonTrees;
import java.time.Instant;

/** Gets a container's image, or fails to and backs off. */
final class ImagePulls {

  private final Timings timings;
  private final EventRecorder events;

  ImagePulls(Timings timings, EventRecorder events) {
    this.timings = timings;
    this.events = events;
  }

  void advance(PodRun pod, ContainerRun run, PodBehavior behavior, Instant now) {
    String image = JsonTrees.text(pod.spec(run), "image");
    if (behavior == PodBehavior.MISSING) {
      pullFails(pod, run, image, now);
      return;
    }
    if (run.pullAttempts > 0 || !JsonTrees.text(pod.spec(run), "imagePullPolicy").equals("Never")) {
      events.kubelet(pod.pod, run.name, "Normal", "Pulling", "Pulling image \"" + image + "\"");
      events.kubelet(
          pod.pod,
          run.name,
          "Normal",
          "Pulled",
          "Successfully pulled image \"" + image + "\" in " + timings.pull().toMillis() + "ms");
    }
    run.then(LifecycleStep.START, now.plus(timings.start()));
  }

  /** Failed pull, back-off, failed pull: each half of the time. */
  private void pullFails(PodRun pod, ContainerRun run, String image, Instant now) {
    boolean backingOff = run.step == LifecycleStep.PULL_AGAIN;
    if (backingOff) {
      events.kubelet(
          pod.pod, run.name, "Normal", "BackOff", "Back-off pulling image \"" + image + "\"");
      events.kubelet(pod.pod, run.name, "Warning", "Failed", "Error: ImagePullBackOff");
      run.state =
          new ContainerState.Waiting(
              "ImagePullBackOff", "Back-off pulling image \"" + image + "\"");
      run.then(LifecycleStep.PULL, now.plus(timings.backOff(run.pullAttempts++)));
      return;
    }
    String why =
        "rpc error: code = NotFound desc = failed to pull and unpack image \""
            + image
            + "\": failed to resolve reference \""
            + image
            + "\": "
            + image
            + ": "
            + ScriptedOutput.pullError(pod.pod).orElse("not found");
    events.kubelet(pod.pod, run.name, "Normal", "Pulling", "Pulling image \"" + image + "\"");
    events.kubelet(
        pod.pod, run.name, "Warning", "Failed", "Failed to pull image \"" + image + "\": " + why);
    events.kubelet(pod.pod, run.name, "Warning", "Failed", "Error: ErrImagePull");
    run.state = new ContainerState.Waiting("ErrImagePull", why);
    run.then(LifecycleStep.PULL_AGAIN, now.plus(timings.probe()));
  }
}
