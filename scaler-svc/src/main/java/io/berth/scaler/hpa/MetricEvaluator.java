/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.scaler.hpa;

import io.berth.events.metrics.CustomSample;
import io.berth.events.metrics.PodSample;
import io.berth.events.metrics.ResourceSample;
import io.berth.events.metrics.ResourceSample.SourceFailure;
import io.berth.events.scaling.Behavior;
import io.berth.events.scaling.MetricTarget;
import io.berth.events.scaling.MetricTarget.AverageValue;
import io.berth.events.scaling.MetricTarget.Basis;
import io.berth.events.scaling.MetricTarget.CustomPerPod;
import io.berth.events.scaling.MetricTarget.CustomTotal;
import io.berth.events.scaling.MetricTarget.Resource;
import io.berth.events.scaling.MetricTarget.Utilization;
import io.berth.scaler.hpa.PodGroups.MeasurementTime;
import io.berth.scaler.hpa.PodGroups.Readiness;
import io.berth.scaler.hpa.PodMetric.Tolerance;
import io.berth.scaler.hpa.ReplicaProposal.NoProposal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Evaluates every metric of a policy. */
final class MetricEvaluator {

  private final PodReadinessRules rules;

  MetricEvaluator(PodReadinessRules rules) {
    this.rules = rules;
  }

  List<MetricResult> evaluateAll(ScalingContext at) {
    return at.policy().metrics().stream().map(target -> evaluate(target, at)).toList();
  }

  private MetricResult evaluate(MetricTarget target, ScalingContext at) {
    return switch (target) {
      case Utilization utilization -> utilization(utilization, at);
      case AverageValue average -> average(average, at);
      case CustomPerPod custom -> custom(custom, custom.metric(), at);
      case CustomTotal custom -> custom(custom, custom.metric(), at);
    };
  }

  private MetricResult utilization(Utilization target, ScalingContext at) {
    Resource resource = target.resource();
    Basis basis = target.basis();
    Map<String, Long> usage = PodUsage.usage(at.pods(), resource, at.asOf(), rules.staleAfter());
    PodGroups pods = groups(usage, readiness(resource, at), at);
    String missing = PodUsage.missingBase(at.pods(), resource, basis);
    if (missing != null) {
      return MetricResult.of(target, new NoProposal(missing), pods);
    }
    MetricTargetCalculator calculator =
        new MetricTargetCalculator.UtilizationTarget(
            PodUsage.bases(at.pods(), resource, basis), target.percent());
    return MetricResult.of(target, measured(usage, pods, calculator, at), pods);
  }

  private MetricResult average(AverageValue target, ScalingContext at) {
    Map<String, Long> usage =
        PodUsage.usage(at.pods(), target.resource(), at.asOf(), rules.staleAfter());
    PodGroups pods = groups(usage, readiness(target.resource(), at), at);
    return MetricResult.of(
        target,
        measured(usage, pods, new MetricTargetCalculator.AverageTarget(target.value()), at),
        pods);
  }

  /** Adds the failures of the sample's sources to the reason for missing CPU and memory usage. */
  private static ReplicaProposal measured(
      Map<String, Long> usage,
      PodGroups pods,
      MetricTargetCalculator calculator,
      ScalingContext at) {
    ReplicaProposal proposal =
        PodMetric.propose(usage, pods, calculator, tolerance(at), at.current());
    return proposal instanceof NoProposal(String why) && !at.sample().failures().isEmpty()
        ? new NoProposal(why + "; " + failures(at.sample()))
        : proposal;
  }

  /** Why sources returned no samples, and where to look. */
  private static String failures(ResourceSample sample) {
    String reasons =
        sample.failures().stream()
            .map(failure -> source(failure) + ": " + failure.reason())
            .collect(Collectors.joining("; "));
    return reasons
        + "; /actuator/health of monitor-svc in "
        + sample.app().cluster()
        + " says what mends it";
  }

  private static String source(SourceFailure failure) {
    if (failure.nodes().isEmpty()) {
      return failure.source();
    }
    int more = failure.nodeCount() - failure.nodes().size();
    return failure.source()
        + " of "
        + String.join(", ", failure.nodes())
        + (more == 0 ? "" : " and " + more + " more");
  }

  private MetricResult custom(MetricTarget target, String metric, ScalingContext at) {
    CustomSample sample = at.state().custom().get(metric);
    if (sample == null || !PodUsage.isFresh(sample.sampledAt(), at.asOf(), rules.staleAfter())) {
      String why =
          sample == null
              ? "no sample of " + metric + " came"
              : "the last sample of " + metric + " is of " + sample.sampledAt();
      return MetricResult.of(target, new NoProposal(why), groups(Map.of(), Readiness.ANY, at));
    }
    Map<String, Long> values = new TreeMap<>(sample.podValuesMillis());
    // A negative value of a pod counts as missing.
    boolean isComplete = !values.values().removeIf(value -> value < 0);
    PodGroups pods = groups(values, Readiness.ANY, at);
    Long whole = sample.valueMillis();
    if (target instanceof CustomTotal) {
      ReplicaProposal total =
          whole == null && !isComplete
              ? new NoProposal("a pod reports less than nothing, so the total is not known")
              : total(whole != null ? whole : SaturatedMath.sum(values.values()), target, at);
      return MetricResult.of(target, total, pods);
    }
    if (sample.podValuesMillis().isEmpty() && whole != null) {
      ReplicaProposal share =
          ObjectMetric.proposePerPod(
              whole, MetricResult.target(target), pods.present(), tolerance(at), at.current());
      return MetricResult.of(target, share, pods);
    }
    MetricTargetCalculator calculator =
        new MetricTargetCalculator.AverageTarget(MetricResult.target(target));
    return perPod(target, values, pods, calculator, at);
  }

  private static ReplicaProposal total(long value, MetricTarget target, ScalingContext at) {
    int ready = (int) at.pods().stream().filter(MetricEvaluator::serves).count();
    return ObjectMetric.proposeForTotal(
        value, MetricResult.target(target), ready, tolerance(at), at.current());
  }

  private static boolean serves(PodSample pod) {
    return !PodGroups.isIgnored(pod)
        && pod.phase().equals("Running")
        && Boolean.TRUE.equals(pod.ready());
  }

  private static MetricResult perPod(
      MetricTarget target,
      Map<String, Long> usage,
      PodGroups pods,
      MetricTargetCalculator calculator,
      ScalingContext at) {
    return MetricResult.of(
        target, PodMetric.propose(usage, pods, calculator, tolerance(at), at.current()), pods);
  }

  private PodGroups groups(Map<String, Long> usage, Readiness readiness, ScalingContext at) {
    MeasurementTime moment = new MeasurementTime(at.asOf(), at.sample().window());
    return PodGroups.of(at.pods(), usage.keySet(), readiness, rules, moment);
  }

  private static Readiness readiness(Resource resource, ScalingContext at) {
    return switch (resource) {
      case MEMORY -> Readiness.ANY;
      case CPU -> at.sample().rollingOut() ? Readiness.SETTLED : Readiness.STARTED;
    };
  }

  private static Tolerance tolerance(ScalingContext at) {
    Behavior behavior = at.policy().behavior();
    return new Tolerance(behavior.scaleDown().tolerance(), behavior.scaleUp().tolerance());
  }
}
