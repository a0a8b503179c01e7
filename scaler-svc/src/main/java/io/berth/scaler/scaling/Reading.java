/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.scaler.scaling;

import io.berth.events.scaling.MetricTarget;
import io.berth.events.scaling.ScalingDecision.MetricReading;
import io.berth.scaler.hpa.Answer;
import io.berth.scaler.hpa.Answer.NoProposal;
import io.berth.scaler.hpa.Answer.Proposal;
import io.berth.scaler.hpa.PodGroups;
import org.jspecify.annotations.Nullable;

/** What one metric said, and what of it goes into the decision. */
record Reading(MetricReading metric, boolean withinTolerance) {

  static Reading of(MetricTarget target, Answer answer, PodGroups pods) {
    return switch (answer) {
      case Proposal proposal ->
          new Reading(
              metric(target, pods, proposal, proposal.replicas(), null),
              proposal.withinTolerance());
      case NoProposal(String why) -> new Reading(metric(target, pods, null, null, why), false);
    };
  }

  private static MetricReading metric(
      MetricTarget target,
      PodGroups pods,
      @Nullable Proposal measured,
      @Nullable Integer proposed,
      @Nullable String error) {
    return new MetricReading(
        target.name(),
        Units.target(target),
        Units.of(target),
        measured == null ? null : measured.value(),
        // Nothing divided by nothing is not a number, which JSON has no word for.
        measured == null || !Double.isFinite(measured.ratio()) ? null : measured.ratio(),
        pods.ready().size(),
        pods.unready().size(),
        pods.missing().size(),
        pods.ignored().size(),
        proposed,
        error);
  }
}
