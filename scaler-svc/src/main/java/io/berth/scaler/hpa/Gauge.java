/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.scaler.hpa;

import java.util.Map;
import java.util.Optional;

/** How usage of pods is held against a target. */
public interface Gauge {

  /**
   * A measured value.
   *
   * @param value in the target's unit, rounded down
   * @param ratio value ÷ target
   */
  record Measure(long value, double ratio) {}

  /** The value over these pods; empty where none of them can be judged. */
  Optional<Measure> measure(Map<String, Long> usageByPod);

  /** What a pod without figures is taken to use, when the others ask for fewer replicas. */
  long assumedUsage(String pod);

  /** Usage as a whole percentage of what each pod requests, or of its limit. */
  record Utilization(Map<String, Long> baseByPod, int targetPercent) implements Gauge {

    @Override
    public Optional<Measure> measure(Map<String, Long> usageByPod) {
      long usage = 0;
      long base = 0;
      for (Map.Entry<String, Long> pod : usageByPod.entrySet()) {
        Long podBase = baseByPod.get(pod.getKey());
        if (podBase != null) {
          usage += pod.getValue();
          base += podBase;
        }
      }
      if (base == 0) {
        return Optional.empty();
      }
      long percent = 100 * usage / base;
      return Optional.of(new Measure(percent, (double) percent / targetPercent));
    }

    @Override
    public long assumedUsage(String pod) {
      return baseByPod.getOrDefault(pod, 0L) * Math.max(100, targetPercent) / 100;
    }
  }

  /** Usage per pod on average, in the metric's own unit. */
  record Average(long target) implements Gauge {

    @Override
    public Optional<Measure> measure(Map<String, Long> usageByPod) {
      if (usageByPod.isEmpty()) {
        return Optional.empty();
      }
      long sum = usageByPod.values().stream().mapToLong(Long::longValue).sum();
      long average = sum / usageByPod.size();
      return Optional.of(new Measure(average, (double) average / target));
    }

    @Override
    public long assumedUsage(String pod) {
      return target;
    }
  }
}
