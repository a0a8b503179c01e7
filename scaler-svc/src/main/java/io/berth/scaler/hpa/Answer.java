/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.scaler.hpa;

/** What one metric has to say about the number of replicas. */
public sealed interface Answer {

  /**
   * A number.
   *
   * @param replicas proposed
   * @param value what was measured, before anything was assumed about pods without figures; in the
   *     metric's unit
   * @param ratio that value ÷ target
   * @param withinTolerance whether the number is the current one because the ratio is close to 1
   */
  record Proposal(int replicas, long value, double ratio, boolean withinTolerance)
      implements Answer {}

  /**
   * No number.
   *
   * @param why in words for a developer
   */
  record NoProposal(String why) implements Answer {}
}
