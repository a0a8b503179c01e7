/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.scaler.hpa;

import io.berth.scaler.hpa.MetricTargetCalculator.Measurement;
import io.berth.scaler.hpa.ReplicaProposal.NoProposal;
import io.berth.scaler.hpa.ReplicaProposal.Proposal;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A per-pod metric. The ready pods determine the proposal; for pods without samples a usage is
 * assumed that makes the change smaller, and never reverses it.
 */
final class PodMetric {

  /** The reason for ignoring negative values, which would scale in. */
  static final String NEGATIVE_VALUE = "the measured value is less than nothing";

  private PodMetric() {}

  /**
   * The tolerance around a ratio of 1 in which no change is proposed.
   *
   * @param down below 1, from 0 to 1
   * @param up above 1, from 0 to 1
   */
  record Tolerance(double down, double up) {

    /** Whether the ratio is within the tolerance, bounds included. */
    boolean covers(double ratio) {
      return 1.0 - down <= ratio && ratio <= 1.0 + up;
    }
  }

  /**
   * Proposes a number of replicas.
   *
   * @param usageByPod usage by pod name; unknown pods are ignored
   * @param pods the application's pods, grouped for this metric
   * @param calculator with the target
   * @param tolerance around the target
   * @param current number of replicas
   */
  static ReplicaProposal propose(
      Map<String, Long> usageByPod,
      PodGroups pods,
      MetricTargetCalculator calculator,
      Tolerance tolerance,
      int current) {
    if (usageByPod.isEmpty()) {
      return new NoProposal("no metrics returned for any pod");
    }
    Map<String, Long> usage = new TreeMap<>(usageByPod);
    usage.keySet().retainAll(known(pods));
    if (usage.isEmpty()) {
      return new NoProposal("no metrics returned matched known pods");
    }
    usage.keySet().retainAll(pods.ready());
    if (usage.values().stream().anyMatch(value -> value < 0)) {
      return new NoProposal(NEGATIVE_VALUE);
    }
    if (usage.isEmpty()) {
      return new NoProposal("no metrics of ready pods: the pods with figures are still starting");
    }
    Optional<Measurement> measured = calculator.measure(usage);
    return measured.isEmpty()
        ? new NoProposal("no metrics returned matched known pods")
        : proposeFrom(usage, pods, calculator, tolerance, current, measured.get());
  }

  private static Set<String> known(PodGroups pods) {
    Set<String> known = new java.util.HashSet<>(pods.ready());
    known.addAll(pods.unready());
    known.addAll(pods.missing());
    known.addAll(pods.ignored());
    return known;
  }

  @SuppressWarnings("ParameterNumber") // a step of propose()
  private static Proposal proposeFrom(
      Map<String, Long> usage,
      PodGroups pods,
      MetricTargetCalculator calculator,
      Tolerance tolerance,
      int current,
      Measurement measured) {
    boolean startingPodsMatter = !pods.unready().isEmpty() && measured.ratio() > 1.0;
    if (pods.missing().isEmpty() && !startingPodsMatter) {
      return tolerance.covers(measured.ratio())
          ? keep(current, measured, true)
          : new Proposal(
              ceil(measured.ratio() * pods.ready().size()),
              measured.value(),
              measured.ratio(),
              false);
    }
    assume(usage, pods, calculator, measured.ratio());
    double ratio = calculator.measure(usage).map(Measurement::ratio).orElse(measured.ratio());
    if (tolerance.covers(ratio) || isReversed(measured.ratio(), ratio)) {
      return keep(current, measured, tolerance.covers(measured.ratio()));
    }
    int replicas = ceil(ratio * usage.size());
    boolean reversed = ratio < 1.0 ? replicas > current : replicas < current;
    return reversed
        ? keep(current, measured, false)
        : new Proposal(replicas, measured.value(), measured.ratio(), false);
  }

  /** Adds assumed usages of pods without samples, which dampen the change. */
  private static void assume(
      Map<String, Long> usage, PodGroups pods, MetricTargetCalculator calculator, double ratio) {
    if (ratio < 1.0) {
      pods.missing().forEach(pod -> usage.put(pod, calculator.assumedUsage(pod)));
    } else if (ratio > 1.0) {
      pods.missing().forEach(pod -> usage.put(pod, 0L));
      pods.unready().forEach(pod -> usage.put(pod, 0L));
    }
  }

  private static boolean isReversed(double before, double after) {
    return (before < 1.0 && after > 1.0) || (before > 1.0 && after < 1.0);
  }

  private static Proposal keep(int current, Measurement measured, boolean withinTolerance) {
    return new Proposal(current, measured.value(), measured.ratio(), withinTolerance);
  }

  /** Rounds up, saturating at the maximum of {@code int}. */
  static int ceil(double replicas) {
    return (int) Math.max(0, Math.ceil(replicas));
  }
}
