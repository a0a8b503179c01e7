/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.rollout;

import io.berth.events.operation.Diagnosis;
import io.berth.events.operation.Progress;

/** The status of a roll-out. */
public sealed interface RolloutStatus {

  /** Nothing new. */
  record Unchanged() implements RolloutStatus {}

  /** The replica counts changed. */
  record Progressed(Progress progress) implements RolloutStatus {}

  /** Every wanted replica is available, and no old one is left. */
  record Succeeded(Progress progress) implements RolloutStatus {}

  /** It cannot succeed any more. */
  record Failed(Progress progress, Diagnosis diagnosis) implements RolloutStatus {}

  /** Its deadline passed. */
  record TimedOut(Progress progress, Diagnosis diagnosis) implements RolloutStatus {}
}
