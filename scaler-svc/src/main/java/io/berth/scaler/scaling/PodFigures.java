/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.scaler.scaling;

import io.berth.events.metrics.PodSample;
import io.berth.events.metrics.PodSample.ContainerSample;
import io.berth.events.scaling.MetricTarget.Basis;
import io.berth.events.scaling.MetricTarget.Resource;
import io.berth.scaler.hpa.PodGroups;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Figures of pods, summed over their containers. */
final class PodFigures {

  private PodFigures() {}

  /** Usage of each pod that has a figure for all of its containers, not older than a time. */
  static Map<String, Long> usage(List<PodSample> pods, Resource resource, Instant oldest) {
    Map<String, Long> usage = new LinkedHashMap<>();
    for (PodSample pod : pods) {
      Long sum = sum(pod, container -> used(container, resource));
      if (sum != null && pod.measuredAt() != null && !pod.measuredAt().isBefore(oldest)) {
        usage.put(pod.name(), sum);
      }
    }
    return usage;
  }

  /** What is requested, or the limit, of each pod that has it set on all of its containers. */
  static Map<String, Long> bases(List<PodSample> pods, Resource resource, Basis basis) {
    Map<String, Long> bases = new LinkedHashMap<>();
    for (PodSample pod : pods) {
      Long sum = sum(pod, container -> base(container, resource, basis));
      if (sum != null) {
        bases.put(pod.name(), sum);
      }
    }
    return bases;
  }

  /** The first container that has none, where a pod that counts has one; in words. */
  static @Nullable String missingBase(List<PodSample> pods, Resource resource, Basis basis) {
    for (PodSample pod : pods) {
      for (ContainerSample container : pod.containers()) {
        if (!PodGroups.isIgnored(pod) && base(container, resource, basis) == null) {
          return "missing "
              + word(basis)
              + " for "
              + word(resource)
              + " in container "
              + container.name()
              + " of pod "
              + pod.name();
        }
      }
    }
    return null;
  }

  private static @Nullable Long sum(
      PodSample pod, Function<ContainerSample, @Nullable Long> figure) {
    if (pod.containers().isEmpty()) {
      return null;
    }
    long sum = 0;
    for (ContainerSample container : pod.containers()) {
      Long value = figure.apply(container);
      if (value == null) {
        return null;
      }
      sum += value;
    }
    return sum;
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
