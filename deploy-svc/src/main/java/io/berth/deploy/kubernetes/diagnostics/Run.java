/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kubernetes.diagnostics;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * One run of a pod's containers.
 *
 * @param stopped a run goes on to write until it has ended, and why it ends stands last; also while
 *     a container waits for its next start, or for an image after a pull that failed
 */
record Run(String uid, int restarts, boolean stopped) {

  static Run of(Pod pod) {
    List<ContainerStatus> containers =
        pod.getStatus() == null
            ? List.of()
            : Stream.concat(
                    pod.getStatus().getInitContainerStatuses().stream()
                        .filter(init -> !Boolean.TRUE.equals(init.getReady())),
                    pod.getStatus().getContainerStatuses().stream())
                .toList();
    return new Run(
        String.valueOf(pod.getMetadata().getUid()),
        containers.stream()
            .mapToInt(it -> Objects.requireNonNullElse(it.getRestartCount(), 0))
            .sum(),
        containers.stream().anyMatch(Run::isStopped));
  }

  private static boolean isStopped(ContainerStatus container) {
    ContainerState now = Objects.requireNonNullElseGet(container.getState(), ContainerState::new);
    ContainerState last = container.getLastState();
    return now.getTerminated() != null
        || (now.getRunning() == null && last != null && last.getTerminated() != null)
        || (now.getWaiting() != null
            && String.valueOf(now.getWaiting().getReason()).endsWith("BackOff"));
  }

  /** Whether there is a run that has ended: this one or the one before it. */
  boolean hasEndedRun() {
    return stopped || restarts > 0;
  }
}
