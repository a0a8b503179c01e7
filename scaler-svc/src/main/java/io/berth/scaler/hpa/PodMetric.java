/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.scaler.hpa;

import io.berth.scaler.hpa.Answer.NoProposal;
import io.berth.scaler.hpa.Answer.Proposal;
import io.berth.scaler.hpa.Gauge.Measure;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A metric that every pod has: from the pods that count follows a number of replicas; pods without
 * figures are assumed to be what makes the change smaller, and never turn its direction.
 */
public final class PodMetric {

  private PodMetric() {}

  /**
   * Asks the metric.
   *
   * @param usageByPod figures by pod name; those of unknown pods are skipped
   * @param pods the application's pods, in groups for this metric
   * @param gauge the target
   * @param tolerance around the target
   * @param current replicas now
   */
  public static Answer ask(
      Map<String, Long> usageByPod, PodGroups pods, Gauge gauge, Tolerance tolerance, int current) {
    if (usageByPod.isEmpty()) {
      return new NoProposal("no metrics returned for any pod");
    }
    Map<String, Long> usage = new TreeMap<>(usageByPod);
    usage.keySet().retainAll(known(pods));
    if (usage.isEmpty()) {
      return new NoProposal("no metrics returned matched known pods");
    }
    usage.keySet().retainAll(pods.ready());
    if (usage.isEmpty()) {
      return new NoProposal("no metrics of ready pods: the pods with figures are still starting");
    }
    Optional<Measure> measured = gauge.measure(usage);
    return measured.isEmpty()
        ? new NoProposal("no metrics returned matched known pods")
        : propose(usage, pods, gauge, tolerance, current, measured.get());
  }

  private static Set<String> known(PodGroups pods) {
    Set<String> known = new java.util.HashSet<>(pods.ready());
    known.addAll(pods.unready());
    known.addAll(pods.missing());
    known.addAll(pods.ignored());
    return known;
  }

  @SuppressWarnings("ParameterNumber") // one step of ask(), which has them all
  private static Proposal propose(
      Map<String, Long> usage,
      PodGroups pods,
      Gauge gauge,
      Tolerance tolerance,
      int current,
      Measure seen) {
    boolean startingPodsCount = !pods.unready().isEmpty() && seen.ratio() > 1.0;
    if (pods.missing().isEmpty() && !startingPodsCount) {
      return tolerance.covers(seen.ratio())
          ? stay(current, seen, true)
          : new Proposal(
              ceil(seen.ratio() * pods.ready().size()), seen.value(), seen.ratio(), false);
    }
    assume(usage, pods, gauge, seen.ratio());
    double ratio = gauge.measure(usage).map(Measure::ratio).orElse(seen.ratio());
    if (tolerance.covers(ratio) || turned(seen.ratio(), ratio)) {
      return stay(current, seen, tolerance.covers(seen.ratio()));
    }
    int replicas = ceil(ratio * usage.size());
    boolean against = ratio < 1.0 ? replicas > current : replicas < current;
    return against
        ? stay(current, seen, false)
        : new Proposal(replicas, seen.value(), seen.ratio(), false);
  }

  /** Fills in pods without figures so that they damp the change. */
  private static void assume(Map<String, Long> usage, PodGroups pods, Gauge gauge, double ratio) {
    if (ratio < 1.0) {
      pods.missing().forEach(pod -> usage.put(pod, gauge.assumedUsage(pod)));
    } else if (ratio > 1.0) {
      pods.missing().forEach(pod -> usage.put(pod, 0L));
      pods.unready().forEach(pod -> usage.put(pod, 0L));
    }
  }

  private static boolean turned(double before, double after) {
    return (before < 1.0 && after > 1.0) || (before > 1.0 && after < 1.0);
  }

  private static Proposal stay(int current, Measure seen, boolean withinTolerance) {
    return new Proposal(current, seen.value(), seen.ratio(), withinTolerance);
  }

  static int ceil(double replicas) {
    return (int) Math.ceil(replicas);
  }
}
