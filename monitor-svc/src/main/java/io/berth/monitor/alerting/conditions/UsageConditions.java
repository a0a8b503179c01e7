/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.alerting.conditions;

import io.berth.events.alert.AlertRule;
import io.berth.monitor.observation.ContainerUsage;
import io.berth.monitor.observation.Observation.UsageObserved;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** CPU and memory against their limits. A container without samples does not count as healthy. */
final class UsageConditions {

  private UsageConditions() {}

  /** A container's usage divided by its limit; null where it has no sample. */
  private record LimitRatio(ContainerUsage usage, @Nullable Double ratio) {}

  /** A resource: its name, unit and default recovery threshold. */
  private record MeasuredResource(
      String noun,
      String unit,
      Function<ContainerUsage, @Nullable Long> used,
      Function<ContainerUsage, @Nullable Long> limit,
      double recover) {}

  private static final MeasuredResource CPU =
      new MeasuredResource(
          "CPU", "m", ContainerUsage::cpuMillis, ContainerUsage::cpuLimitMillis, 0.75);
  private static final MeasuredResource MEMORY =
      new MeasuredResource(
          "memory", " bytes", ContainerUsage::memoryBytes, ContainerUsage::memoryLimitBytes, 0.8);

  static List<ConditionResult> cpuNearLimit(
      SubjectObservations seen, AlertRule rule, Instant asOf) {
    return evaluate(seen, rule, asOf, CPU);
  }

  static List<ConditionResult> memoryNearLimit(
      SubjectObservations seen, AlertRule rule, Instant asOf) {
    return evaluate(seen, rule, asOf, MEMORY);
  }

  private static List<ConditionResult> evaluate(
      SubjectObservations seen, AlertRule rule, Instant asOf, MeasuredResource resource) {
    UsageObserved usage = seen.usage();
    if (usage == null) {
      return List.of();
    }
    Duration staleAfter = RuleParameters.duration(rule, "staleAfter", Duration.ofMinutes(1));
    boolean stale = usage.observedAt().plus(staleAfter).isBefore(asOf);
    Map<String, List<LimitRatio>> ratios = new TreeMap<>();
    for (ContainerUsage container : usage.usages()) {
      Long limit = resource.limit().apply(container);
      // Containers without a limit cannot be near it.
      if (limit != null && limit > 0) {
        Long used = resource.used().apply(container);
        ratios
            .computeIfAbsent(container.container(), _ -> new ArrayList<>())
            .add(new LimitRatio(container, used == null ? null : (double) used / limit));
      }
    }
    return ratios.entrySet().stream()
        .map(
            entry ->
                stale
                    ? ConditionResult.of(entry.getKey(), ConditionStatus.STALE)
                    : evaluateContainer(entry.getKey(), entry.getValue(), rule, resource))
        .toList();
  }

  private static ConditionResult evaluateContainer(
      String name, List<LimitRatio> ratios, AlertRule rule, MeasuredResource resource) {
    LimitRatio highest =
        ratios.stream()
            .filter(ratio -> ratio.ratio() != null)
            .max(Comparator.comparingDouble(UsageConditions::ratio))
            .orElse(null);
    if (highest != null && ratio(highest) > RuleParameters.number(rule, "threshold", 0.9)) {
      return nearLimit(name, highest, resource);
    }
    if (highest == null || ratios.stream().anyMatch(ratio -> ratio.ratio() == null)) {
      return ConditionResult.of(name, ConditionStatus.STALE);
    }
    return ConditionResult.of(
        name,
        ratio(highest) < RuleParameters.number(rule, "recover", resource.recover())
            ? ConditionStatus.CLEAR
            : ConditionStatus.BETWEEN);
  }

  private static double ratio(LimitRatio of) {
    Double ratio = of.ratio();
    return ratio == null ? 0 : ratio;
  }

  private static ConditionResult nearLimit(
      String name, LimitRatio highest, MeasuredResource resource) {
    ContainerUsage usage = highest.usage();
    String used = resource.used().apply(usage) + resource.unit();
    String limit = resource.limit().apply(usage) + resource.unit();
    long percent = Math.round(ratio(highest) * 100);
    return ConditionResult.holds(
            name,
            null,
            "Container '%s' of pod %s uses %d %% of the %s that it may use: %s of %s"
                .formatted(name, usage.pod(), percent, resource.noun(), used, limit))
        .withValues(
            Map.of("used", used, "limit", limit, "percent", percent + "", "pod", usage.pod()));
  }
}
