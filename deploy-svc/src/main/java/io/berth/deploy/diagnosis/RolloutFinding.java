/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.diagnosis;

import io.berth.events.operation.Diagnosis;
import java.time.Instant;

/**
 * What is wrong with one pod, or with the whole roll-out.
 *
 * @param diagnosis the explanation
 * @param since the earliest time from which it may have been so
 * @param provisional whether Events that are still to be requested may change it
 */
public record RolloutFinding(Diagnosis diagnosis, Instant since, boolean provisional) {

  /** One that is final. */
  public RolloutFinding(Diagnosis diagnosis, Instant since) {
    this(diagnosis, since, false);
  }

  RolloutFinding asProvisional() {
    return new RolloutFinding(diagnosis, since, true);
  }

  public Diagnosis.Cause cause() {
    return diagnosis.cause();
  }
}
