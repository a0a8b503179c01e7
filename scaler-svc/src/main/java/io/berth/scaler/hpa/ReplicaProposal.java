/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.scaler.hpa;

/** The proposal of one metric for the number of replicas. */
sealed interface ReplicaProposal {

  /**
   * A proposed number.
   *
   * @param replicas proposed
   * @param value as measured, without assumptions about pods without samples; in the metric's unit
   * @param ratio value ÷ target
   * @param withinTolerance whether the current number is kept because the ratio is close to 1
   */
  record Proposal(int replicas, long value, double ratio, boolean withinTolerance)
      implements ReplicaProposal {}

  /**
   * No proposal.
   *
   * @param why the reason, for a developer
   */
  record NoProposal(String why) implements ReplicaProposal {}
}
