/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.scaler.hpa;

import io.berth.events.metrics.PodSample;
import io.berth.events.metrics.PodSample.ContainerSample;
import io.berth.events.scaling.MetricTarget.Basis;
import io.berth.events.scaling.MetricTarget.Resource;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Usage of pods, summed over their containers. Implausible values count as missing: a counter reset
 * can appear as a negative value, or as more than any machine has.
 */
final class PodUsage {

  /** A million cores, in millicores. */
  private static final long MAX_CPU = 1_000_000_000;

  /** An exbibyte, in bytes. */
  private static final long MAX_MEMORY = 1L << 60;

  private PodUsage() {}

  /** Usage of each pod with samples of all of its containers, not older than {@code maxAge}. */
  static Map<String, Long> usage(
      List<PodSample> pods, Resource resource, Instant asOf, Duration maxAge) {
    Map<String, Long> usage = new LinkedHashMap<>();
    for (PodSample pod : pods) {
      Long sum = sum(pod, resource, container -> used(container, resource));
      if (sum != null && pod.measuredAt() != null && isFresh(pod.measuredAt(), asOf, maxAge)) {
        usage.put(pod.name(), sum);
      }
    }
    return usage;
  }

  /** Request or limit of each pod that has it on all of its containers. */
  static Map<String, Long> bases(List<PodSample> pods, Resource resource, Basis basis) {
    Map<String, Long> bases = new LinkedHashMap<>();
    for (PodSample pod : pods) {
      Long sum = sum(pod, resource, container -> base(container, resource, basis));
      if (sum != null) {
        bases.put(pod.name(), sum);
      }
    }
    return bases;
  }

  /**
   * Describes the first container of a relevant pod with a missing or implausible request or limit;
   * null where there is none.
   */
  static @Nullable String missingBase(List<PodSample> pods, Resource resource, Basis basis) {
    for (PodSample pod : pods) {
      if (PodGroups.isIgnored(pod)) {
        continue;
      }
      for (ContainerSample container : pod.containers()) {
        Long base = base(container, resource, basis);
        if (!isPlausible(base, resource)) {
          return (base == null ? "missing " : "impossible ")
              + word(basis)
              + " for "
              + word(resource)
              + " in container "
              + container.name()
              + " of pod "
              + pod.name()
              + (base == null ? "" : ": " + base);
        }
      }
      if (!pod.containers().isEmpty()
          && sum(pod, resource, container -> base(container, resource, basis)) == null) {
        return "impossible " + word(basis) + " for " + word(resource) + " in pod " + pod.name();
      }
    }
    return null;
  }

  private static @Nullable Long sum(
      PodSample pod, Resource resource, Function<ContainerSample, @Nullable Long> field) {
    if (pod.containers().isEmpty()) {
      return null;
    }
    long sum = 0;
    for (ContainerSample container : pod.containers()) {
      Long value = field.apply(container);
      if (value == null || !isPlausible(value, resource)) {
        return null;
      }
      sum += value;
      if (!isPlausible(sum, resource)) { // a sum of two plausible values does not overflow
        return null;
      }
    }
    return sum;
  }

  private static boolean isPlausible(@Nullable Long value, Resource resource) {
    return value != null && value >= 0 && value <= max(resource);
  }

  private static long max(Resource resource) {
    return switch (resource) {
      case CPU -> MAX_CPU;
      case MEMORY -> MAX_MEMORY;
    };
  }

  static boolean isFresh(Instant at, Instant asOf, Duration maxAge) {
    return Duration.between(at, asOf).compareTo(maxAge) <= 0;
  }

  private static @Nullable Long used(ContainerSample container, Resource resource) {
    return switch (resource) {
      case CPU -> container.cpuMillis();
      case MEMORY -> container.memoryBytes();
    };
  }

  private static @Nullable Long base(ContainerSample container, Resource resource, Basis basis) {
    return switch (basis) {
      case REQUEST ->
          switch (resource) {
            case CPU -> container.cpuRequestMillis();
            case MEMORY -> container.memoryRequestBytes();
          };
      case LIMIT ->
          switch (resource) {
            case CPU -> container.cpuLimitMillis();
            case MEMORY -> container.memoryLimitBytes();
          };
    };
  }

  private static String word(Basis basis) {
    return switch (basis) {
      case REQUEST -> "request";
      case LIMIT -> "limit";
    };
  }

  private static String word(Resource resource) {
    return switch (resource) {
      case CPU -> "cpu";
      case MEMORY -> "memory";
    };
  }
}
