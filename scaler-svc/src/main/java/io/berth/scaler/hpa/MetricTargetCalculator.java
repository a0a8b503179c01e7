/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.scaler.hpa;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Compares the usage of pods with a target. */
interface MetricTargetCalculator {

  /**
   * A measured value and its ratio.
   *
   * @param value in the target's unit, rounded down
   * @param ratio value ÷ target
   */
  record Measurement(long value, double ratio) {}

  /** The value over these pods; empty where none of them has the base of the target. */
  Optional<Measurement> measure(Map<String, Long> usageByPod);

  /** The usage assumed for a pod without samples when the others propose fewer replicas. */
  long assumedUsage(String pod);

  /** Usage as a percentage of the pods' requests or limits, rounded down. */
  record UtilizationTarget(Map<String, Long> baseByPod, int targetPercent)
      implements MetricTargetCalculator {

    public UtilizationTarget {
      atLeastOne(targetPercent);
    }

    @Override
    public Optional<Measurement> measure(Map<String, Long> usageByPod) {
      List<Long> usages = new ArrayList<>();
      List<Long> bases = new ArrayList<>();
      for (Map.Entry<String, Long> pod : usageByPod.entrySet()) {
        Long podBase = baseByPod.get(pod.getKey());
        if (podBase != null) {
          usages.add(pod.getValue());
          bases.add(podBase);
        }
      }
      BigInteger base = SaturatedMath.exactSum(bases);
      if (base.signum() <= 0) {
        return Optional.empty();
      }
      long percent = SaturatedMath.proportion(100, SaturatedMath.exactSum(usages), base);
      return Optional.of(new Measurement(percent, (double) percent / targetPercent));
    }

    @Override
    public long assumedUsage(String pod) {
      BigInteger base = BigInteger.valueOf(baseByPod.getOrDefault(pod, 0L));
      return SaturatedMath.proportion(Math.max(100, targetPercent), base, BigInteger.valueOf(100));
    }
  }

  /** Average usage per pod, in the metric's unit. */
  record AverageTarget(long target) implements MetricTargetCalculator {

    public AverageTarget {
      atLeastOne(target);
    }

    @Override
    public Optional<Measurement> measure(Map<String, Long> usageByPod) {
      if (usageByPod.isEmpty()) {
        return Optional.empty();
      }
      long average = SaturatedMath.average(usageByPod.values());
      return Optional.of(new Measurement(average, (double) average / target));
    }

    @Override
    public long assumedUsage(String pod) {
      return target;
    }
  }

  private static void atLeastOne(long target) {
    if (target < 1) {
      throw new IllegalArgumentException("target: found " + target + ", wanted at least 1");
    }
  }
}
