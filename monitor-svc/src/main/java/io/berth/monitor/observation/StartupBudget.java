/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.observation;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long the probes of a pod allow it to start. Only a startup probe limits a start: after its
 * last allowed failure the container is killed. A readiness probe may fail indefinitely.
 */
final class StartupBudget {

  /**
   * The minimum time for a readiness probe after the startup probe passed. deploy-svc waits equally
   * long before it treats a failing readiness probe as the cause of a failure.
   */
  private static final Duration MIN_READINESS_TIME = Duration.ofMinutes(3);

  private static final int DEFAULT_PERIOD = 10;
  private static final int DEFAULT_FAILURES = 3;
  private static final int DEFAULT_TIMEOUT = 1;

  private StartupBudget() {}

  /** From the start of its containers; null where nothing in the pod limits it. */
  static @Nullable Duration of(PodSpec pod) {
    if (pod.getReadinessGates() != null && !pod.getReadinessGates().isEmpty()) {
      return null;
    }
    Duration budgetOfPod = Duration.ZERO;
    for (Container container : pod.getContainers()) {
      Duration budget = of(container);
      if (budget == null) {
        return null;
      }
      budgetOfPod = longer(budgetOfPod, budget);
    }
    return budgetOfPod;
  }

  private static @Nullable Duration of(Container container) {
    Probe startup = container.getStartupProbe();
    Probe readiness = container.getReadinessProbe();
    if (startup == null) {
      return readiness == null ? Duration.ZERO : null;
    }
    return readiness == null
        ? maxDuration(startup)
        : maxDuration(startup).plus(longer(MIN_READINESS_TIME, maxDuration(readiness)));
  }

  /** The time until the last allowed failure. */
  private static Duration maxDuration(Probe probe) {
    long tries = (long) seconds(probe.getFailureThreshold(), DEFAULT_FAILURES);
    long each = seconds(probe.getPeriodSeconds(), DEFAULT_PERIOD);
    long delay = seconds(probe.getInitialDelaySeconds(), 0);
    return Duration.ofSeconds(
        delay + tries * each + seconds(probe.getTimeoutSeconds(), DEFAULT_TIMEOUT));
  }

  /** As in Kubernetes: unset and 0 mean the default. */
  private static int seconds(@Nullable Integer value, int defaultValue) {
    return value == null || value <= 0 ? defaultValue : value;
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }
}
