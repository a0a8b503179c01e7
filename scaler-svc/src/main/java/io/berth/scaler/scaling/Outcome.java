/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.scaler.scaling;

import io.berth.events.scaling.ScalingDecision;

/** What a sample led to. */
public sealed interface Outcome {

  /**
   * A decision, be it to change nothing.
   *
   * @param decision with everything it was made from
   * @param state what to remember
   */
  record Decided(ScalingDecision decision, ScalingState state) implements Outcome {}

  /**
   * None: the sample is one that was seen, came too late, or came before the policy's period was
   * over. The state stays as it is.
   *
   * @param why in words
   */
  record Skipped(String why) implements Outcome {}
}
