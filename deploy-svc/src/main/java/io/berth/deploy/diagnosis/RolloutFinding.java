/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.diagnosis;

import io.berth.events.operation.Diagnosis;
import java.time.Duration;
import java.time.Instant;

/**
 * What is wrong with one pod, or with the whole roll-out.
 *
 * @param diagnosis the explanation
 * @param since the earliest time from which it may have been so
 * @param provisional whether it concludes nothing yet: Events that are still to be requested may
 *     change it, or the kubelet has not decided
 * @param tolerance how long it may last by the pod's own probe, which may be longer than the grace
 *     period
 */
public record RolloutFinding(
    Diagnosis diagnosis, Instant since, boolean provisional, Duration tolerance) {

  /** One that is final. */
  public RolloutFinding(Diagnosis diagnosis, Instant since) {
    this(diagnosis, since, false, Duration.ZERO);
  }

  public RolloutFinding asProvisional() {
    return new RolloutFinding(diagnosis, since, true, tolerance);
  }

  /** The same, of a probe that may fail that often. */
  RolloutFinding since(Instant firstFailure, Duration tolerated) {
    return new RolloutFinding(diagnosis, firstFailure, provisional, tolerated);
  }

  public Diagnosis.Cause cause() {
    return diagnosis.cause();
  }
}
