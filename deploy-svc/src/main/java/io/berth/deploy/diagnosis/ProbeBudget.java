/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.diagnosis;

import io.fabric8.kubernetes.api.model.Probe;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How long a probe of a pod may fail before that is a fault. */
final class ProbeBudget {

  private static final int DEFAULT_PERIOD = 10;
  private static final int DEFAULT_FAILURE_THRESHOLD = 3;

  private ProbeBudget() {}

  /** From the first failure to the last one that is tolerated. */
  static Duration ofFailures(Probe probe) {
    return Duration.ofSeconds(
        (long) orElse(probe.getPeriodSeconds(), DEFAULT_PERIOD)
            * orElse(probe.getFailureThreshold(), DEFAULT_FAILURE_THRESHOLD));
  }

  /** From the start of the container to its end by the kubelet. */
  static Duration ofStartup(Probe probe) {
    return ofFailures(probe).plusSeconds(orElse(probe.getInitialDelaySeconds(), 0));
  }

  /** The API server's defaults. */
  private static int orElse(@Nullable Integer given, int otherwise) {
    return given == null ? otherwise : given;
  }
}
