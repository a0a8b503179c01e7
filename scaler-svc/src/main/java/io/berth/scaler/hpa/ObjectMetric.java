/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.scaler.hpa;

import io.berth.scaler.hpa.PodMetric.Tolerance;
import io.berth.scaler.hpa.ReplicaProposal.NoProposal;
import io.berth.scaler.hpa.ReplicaProposal.Proposal;

/** A metric of the application as a whole, such as the length of its queue. */
final class ObjectMetric {

  private ObjectMetric() {}

  /**
   * For a target of the total value: the ready pods times the ratio.
   *
   * @param value as measured
   * @param target in the same unit
   * @param readyPods running and ready pods; without any there is no proposal (the HPA scales in
   *     here)
   */
  static ReplicaProposal proposeForTotal(
      long value, long target, int readyPods, Tolerance tolerance, int current) {
    if (value < 0) {
      return new NoProposal(PodMetric.NEGATIVE_VALUE);
    }
    double ratio = (double) value / target;
    if (current == 0) {
      return new Proposal(PodMetric.ceil(ratio), value, ratio, false);
    }
    if (readyPods == 0) {
      return new NoProposal("no pod is ready, so the value cannot be held against their number");
    }
    return tolerance.covers(ratio)
        ? new Proposal(current, value, ratio, true)
        : new Proposal(PodMetric.ceil(ratio * readyPods), value, ratio, false);
  }

  /**
   * For a target of the average value per pod.
   *
   * @param value as measured, in total
   * @param target per pod, in the same unit
   * @param pods number of pods
   */
  static ReplicaProposal proposePerPod(
      long value, long target, int pods, Tolerance tolerance, int current) {
    if (value < 0) {
      return new NoProposal(PodMetric.NEGATIVE_VALUE);
    }
    double ratio = (double) value / ((double) target * pods);
    long share = pods == 0 ? 0 : (long) Math.ceil((double) value / pods);
    return tolerance.covers(ratio)
        ? new Proposal(current, share, ratio, true)
        : new Proposal(PodMetric.ceil((double) value / target), share, ratio, false);
  }
}
