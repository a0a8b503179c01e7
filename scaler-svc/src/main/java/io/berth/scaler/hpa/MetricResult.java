/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.scaler.hpa;

import io.berth.events.scaling.MetricTarget;
import io.berth.events.scaling.MetricTarget.AverageValue;
import io.berth.events.scaling.MetricTarget.Basis;
import io.berth.events.scaling.MetricTarget.CustomPerPod;
import io.berth.events.scaling.MetricTarget.CustomTotal;
import io.berth.events.scaling.MetricTarget.Resource;
import io.berth.events.scaling.MetricTarget.Utilization;
import io.berth.events.scaling.ScalingDecision.MetricReading;
import io.berth.scaler.hpa.ReplicaProposal.NoProposal;
import io.berth.scaler.hpa.ReplicaProposal.Proposal;
import org.jspecify.annotations.Nullable;

/** The result of one metric, and its form in the decision. */
public record MetricResult(MetricReading metric, boolean withinTolerance) {

  static MetricResult of(MetricTarget target, ReplicaProposal answer, PodGroups pods) {
    return switch (answer) {
      case Proposal proposal ->
          new MetricResult(
              metric(target, pods, proposal, proposal.replicas(), null),
              proposal.withinTolerance());
      case NoProposal(String why) -> new MetricResult(metric(target, pods, null, null, why), false);
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
        target(target),
        unit(target),
        measured == null ? null : measured.value(),
        // 0 ÷ 0 is NaN, which JSON cannot represent.
        measured == null || !Double.isFinite(measured.ratio()) ? null : measured.ratio(),
        pods.ready().size(),
        pods.unready().size(),
        pods.missing().size(),
        pods.ignored().size(),
        proposed,
        error);
  }

  /** The value to which the measured one is compared, in the same unit. */
  static long target(MetricTarget target) {
    return switch (target) {
      case Utilization(Resource _, Basis _, int percent) -> percent;
      case AverageValue(Resource _, long value) -> value;
      case CustomPerPod(String _, long valueMillis) -> valueMillis;
      case CustomTotal(String _, long valueMillis) -> valueMillis;
    };
  }

  private static String unit(MetricTarget target) {
    return switch (target) {
      case Utilization(Resource _, Basis basis, int _) ->
          switch (basis) {
            case REQUEST -> "percent-of-request";
            case LIMIT -> "percent-of-limit";
          };
      case AverageValue(Resource resource, long _) ->
          switch (resource) {
            case CPU -> "millicores";
            case MEMORY -> "bytes";
          };
      case CustomPerPod _, CustomTotal _ -> "thousandths";
    };
  }
}
