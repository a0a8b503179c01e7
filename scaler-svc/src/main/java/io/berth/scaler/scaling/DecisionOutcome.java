/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.scaler.scaling;

import io.berth.events.scaling.ScalingDecision;
import io.berth.scaler.hpa.ScalingState;

/** The outcome of deciding on a sample. */
public sealed interface DecisionOutcome {

  /**
   * A decision, possibly to change nothing.
   *
   * @param decision with all of its inputs
   * @param state to store
   */
  record Decided(ScalingDecision decision, ScalingState state) implements DecisionOutcome {}

  /**
   * No decision: the sample is a repeat, too late, or within the policy's period. The state does
   * not change.
   *
   * @param why the reason
   */
  record Skipped(String why) implements DecisionOutcome {}
}
