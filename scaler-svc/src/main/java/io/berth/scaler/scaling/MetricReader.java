/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.scaler.scaling;

import io.berth.events.metrics.CustomSample;
import io.berth.events.metrics.PodSample;
import io.berth.events.scaling.Behavior;
import io.berth.events.scaling.MetricTarget;
import io.berth.events.scaling.MetricTarget.AverageValue;
import io.berth.events.scaling.MetricTarget.Basis;
import io.berth.events.scaling.MetricTarget.CustomPerPod;
import io.berth.events.scaling.MetricTarget.CustomTotal;
import io.berth.events.scaling.MetricTarget.Resource;
import io.berth.events.scaling.MetricTarget.Utilization;
import io.berth.scaler.hpa.Answer;
import io.berth.scaler.hpa.Answer.NoProposal;
import io.berth.scaler.hpa.Gauge;
import io.berth.scaler.hpa.PodGroups;
import io.berth.scaler.hpa.PodGroups.Moment;
import io.berth.scaler.hpa.PodGroups.Readiness;
import io.berth.scaler.hpa.PodMetric;
import io.berth.scaler.hpa.PodRules;
import io.berth.scaler.hpa.Tolerance;
import io.berth.scaler.hpa.WholeMetric;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Asks every metric of a policy. */
final class MetricReader {

  private final PodRules rules;

  MetricReader(PodRules rules) {
    this.rules = rules;
  }

  List<Reading> readAll(Situation at) {
    return at.policy().metrics().stream().map(target -> read(target, at)).toList();
  }

  private Reading read(MetricTarget target, Situation at) {
    return switch (target) {
      case Utilization utilization -> utilization(utilization, at);
      case AverageValue average -> average(average, at);
      case CustomPerPod custom -> custom(custom, custom.metric(), at);
      case CustomTotal custom -> custom(custom, custom.metric(), at);
    };
  }

  private Reading utilization(Utilization target, Situation at) {
    Resource resource = target.resource();
    Basis basis = target.basis();
    Map<String, Long> usage = PodFigures.usage(at.pods(), resource, oldest(at));
    PodGroups pods = groups(usage, readiness(resource, at), at);
    String missing = PodFigures.missingBase(at.pods(), resource, basis);
    if (missing != null) {
      return Reading.of(target, new NoProposal(missing), pods);
    }
    Gauge gauge =
        new Gauge.Utilization(PodFigures.bases(at.pods(), resource, basis), target.percent());
    return ask(target, usage, pods, gauge, at);
  }

  private Reading average(AverageValue target, Situation at) {
    Map<String, Long> usage = PodFigures.usage(at.pods(), target.resource(), oldest(at));
    PodGroups pods = groups(usage, readiness(target.resource(), at), at);
    return ask(target, usage, pods, new Gauge.Average(target.value()), at);
  }

  private Reading custom(MetricTarget target, String metric, Situation at) {
    CustomSample sample = at.state().custom().get(metric);
    if (sample == null || sample.sampledAt().isBefore(oldest(at))) {
      String why =
          sample == null
              ? "no sample of " + metric + " came"
              : "the last sample of " + metric + " is of " + sample.sampledAt();
      return Reading.of(target, new NoProposal(why), groups(Map.of(), Readiness.ANY, at));
    }
    PodGroups pods = groups(sample.podValuesMillis(), Readiness.ANY, at);
    Long whole = sample.valueMillis();
    if (target instanceof CustomTotal) {
      long value =
          whole != null
              ? whole
              : sample.podValuesMillis().values().stream().mapToLong(Long::longValue).sum();
      return Reading.of(target, total(value, target, at), pods);
    }
    if (sample.podValuesMillis().isEmpty() && whole != null) {
      Answer share =
          WholeMetric.askShare(
              whole, Units.target(target), pods.present(), tolerance(at), at.current());
      return Reading.of(target, share, pods);
    }
    Gauge gauge = new Gauge.Average(Units.target(target));
    return ask(target, sample.podValuesMillis(), pods, gauge, at);
  }

  private static Answer total(long value, MetricTarget target, Situation at) {
    int ready = (int) at.pods().stream().filter(MetricReader::serves).count();
    return WholeMetric.askTotal(value, Units.target(target), ready, tolerance(at), at.current());
  }

  private static boolean serves(PodSample pod) {
    return !PodGroups.isIgnored(pod)
        && pod.phase().equals("Running")
        && Boolean.TRUE.equals(pod.ready());
  }

  private static Reading ask(
      MetricTarget target, Map<String, Long> usage, PodGroups pods, Gauge gauge, Situation at) {
    return Reading.of(target, PodMetric.ask(usage, pods, gauge, tolerance(at), at.current()), pods);
  }

  private PodGroups groups(Map<String, Long> usage, Readiness readiness, Situation at) {
    Moment moment = new Moment(at.asOf(), at.sample().window());
    return PodGroups.of(at.pods(), usage.keySet(), readiness, rules, moment);
  }

  private static Readiness readiness(Resource resource, Situation at) {
    return switch (resource) {
      case MEMORY -> Readiness.ANY;
      case CPU -> at.sample().rollingOut() ? Readiness.SETTLED : Readiness.STARTED;
    };
  }

  private static Tolerance tolerance(Situation at) {
    Behavior behavior = at.policy().behavior();
    return new Tolerance(behavior.scaleDown().tolerance(), behavior.scaleUp().tolerance());
  }

  private Instant oldest(Situation at) {
    return at.asOf().minus(rules.staleAfter());
  }
}
