/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.scaler.hpa;

import io.berth.scaler.hpa.Answer.NoProposal;
import io.berth.scaler.hpa.Answer.Proposal;

/** A metric that the application has as a whole, such as the length of its queue. */
public final class WholeMetric {

  private WholeMetric() {}

  /**
   * The whole value is to be at the target: the pods that serve now, times the ratio.
   *
   * @param value measured
   * @param target wanted, same unit
   * @param readyPods pods that run and are ready; with none the value says nothing about them (the
   *     HPA would scale in here)
   */
  public static Answer askTotal(
      long value, long target, int readyPods, Tolerance tolerance, int current) {
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
   * Each pod's share of the value is to be at the target.
   *
   * @param value measured, of the whole
   * @param target wanted per pod, same unit
   * @param pods pods that are there
   */
  public static Proposal askShare(
      long value, long target, int pods, Tolerance tolerance, int current) {
    double ratio = (double) value / ((double) target * pods);
    long share = pods == 0 ? 0 : (long) Math.ceil((double) value / pods);
    return tolerance.covers(ratio)
        ? new Proposal(current, share, ratio, true)
        : new Proposal(PodMetric.ceil((double) value / target), share, ratio, false);
  }
}
