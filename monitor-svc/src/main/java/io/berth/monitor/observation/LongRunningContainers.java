/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.observation;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.stream.Stream;

/**
 * The containers that run as long as their pod: those of the application, and init containers that
 * restart always, which are native sidecars. What a pod uses and requests is the sum over them, as
 * in the HorizontalPodAutoscaler; other init containers have ended when the pod does its work.
 */
public final class LongRunningContainers {

  private LongRunningContainers() {}

  public static List<Container> of(Pod pod) {
    return Stream.concat(
            pod.getSpec().getContainers().stream(),
            pod.getSpec().getInitContainers().stream()
                .filter(container -> "Always".equals(container.getRestartPolicy())))
        .toList();
  }
}
