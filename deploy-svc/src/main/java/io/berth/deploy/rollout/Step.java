/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.rollout;

import io.berth.events.operation.Diagnosis;
import io.berth.events.operation.Progress;

/** What a look at a roll-out says. */
public sealed interface Step {

  /** Nothing new. */
  record Waiting() implements Step {}

  /** The counts changed. */
  record Moved(Progress progress) implements Step {}

  /** Every wanted replica is available, and no old one is left. */
  record Succeeded(Progress progress) implements Step {}

  /** It will not get there by itself. */
  record Failed(Progress progress, Diagnosis diagnosis) implements Step {}

  /** Its deadline passed. */
  record TimedOut(Progress progress, Diagnosis diagnosis) implements Step {}
}
