/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.alerting;

import io.berth.events.alert.AlertRule;
import io.berth.monitor.alerting.Observation.UsageSeen;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** CPU and memory against their limits. A container without figures is not a healthy one. */
final class UsageConditions {

  private UsageConditions() {}

  /** One container's share of its limit; null where it has no figure. */
  private record Share(ContainerUsage usage, @Nullable Double ratio) {}

  /** What is measured, in which words, and from where to where it is good. */
  private record Measure(
      String noun,
      String unit,
      Function<ContainerUsage, @Nullable Long> used,
      Function<ContainerUsage, @Nullable Long> limit,
      double recover) {}

  private static final Measure CPU =
      new Measure("CPU", "m", ContainerUsage::cpuMillis, ContainerUsage::cpuLimitMillis, 0.75);
  private static final Measure MEMORY =
      new Measure(
          "memory", " bytes", ContainerUsage::memoryBytes, ContainerUsage::memoryLimitBytes, 0.8);

  static List<Finding> cpuNearLimit(SubjectState state, AlertRule rule, Instant asOf) {
    return look(state, rule, asOf, CPU);
  }

  static List<Finding> memoryNearLimit(SubjectState state, AlertRule rule, Instant asOf) {
    return look(state, rule, asOf, MEMORY);
  }

  private static List<Finding> look(
      SubjectState state, AlertRule rule, Instant asOf, Measure measure) {
    UsageSeen usage = state.usage();
    if (usage == null) {
      return List.of();
    }
    Duration staleAfter = Parameters.duration(rule, "staleAfter", Duration.ofMinutes(1));
    boolean stale = usage.observedAt().plus(staleAfter).isBefore(asOf);
    Map<String, List<Share>> shares = new TreeMap<>();
    for (ContainerUsage container : usage.usages()) {
      Long limit = measure.limit().apply(container);
      // Without a limit there is nothing to be near to.
      if (limit != null && limit > 0) {
        Long used = measure.used().apply(container);
        shares
            .computeIfAbsent(container.container(), _ -> new ArrayList<>())
            .add(new Share(container, used == null ? null : (double) used / limit));
      }
    }
    return shares.entrySet().stream()
        .map(
            entry ->
                stale
                    ? Finding.of(entry.getKey(), Signal.STALE)
                    : judge(entry.getKey(), entry.getValue(), rule, measure))
        .toList();
  }

  private static Finding judge(String name, List<Share> shares, AlertRule rule, Measure measure) {
    Share most =
        shares.stream()
            .filter(share -> share.ratio() != null)
            .max(Comparator.comparingDouble(UsageConditions::ratio))
            .orElse(null);
    if (most != null && ratio(most) > Parameters.number(rule, "threshold", 0.9)) {
      return near(name, most, measure);
    }
    if (most == null || shares.stream().anyMatch(share -> share.ratio() == null)) {
      return Finding.of(name, Signal.STALE);
    }
    return Finding.of(
        name,
        ratio(most) < Parameters.number(rule, "recover", measure.recover())
            ? Signal.CLEAR
            : Signal.BETWEEN);
  }

  private static double ratio(Share share) {
    Double ratio = share.ratio();
    return ratio == null ? 0 : ratio;
  }

  private static Finding near(String name, Share most, Measure measure) {
    ContainerUsage usage = most.usage();
    String used = measure.used().apply(usage) + measure.unit();
    String limit = measure.limit().apply(usage) + measure.unit();
    long percent = Math.round(ratio(most) * 100);
    return Finding.holds(
            name,
            null,
            "Container '%s' of pod %s uses %d %% of the %s that it may use: %s of %s"
                .formatted(name, usage.pod(), percent, measure.noun(), used, limit))
        .with(Map.of("used", used, "limit", limit, "percent", percent + "", "pod", usage.pod()));
  }
}
