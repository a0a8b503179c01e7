/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.alerting.conditions;

import io.berth.events.alert.AlertRule;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The built-in conditions, by the name of their alert. */
public final class AlertConditions {

  /** Evaluates a subject; a container without a result counts as clear. */
  @FunctionalInterface
  interface AlertCondition {
    List<ConditionResult> evaluate(SubjectObservations seen, AlertRule rule, Instant asOf);
  }

  private static final Map<String, AlertCondition> ALL =
      Map.ofEntries(
          Map.entry("PodCrashLooping", CrashConditions::crashLooping),
          Map.entry("ContainerOOMKilled", CrashConditions::oomKilled),
          Map.entry("ImagePullFailing", PodConditions::imagePullFailing),
          Map.entry("PodNotReady", PodConditions::notReady),
          Map.entry("PodUnschedulable", PodConditions::unschedulable),
          Map.entry("RolloutStuck", WorkloadConditions::rolloutStuck),
          Map.entry("WorkloadDown", WorkloadConditions::down),
          Map.entry("BelowPolicyReplicas", WorkloadConditions::belowPolicyReplicas),
          Map.entry("CpuNearLimit", UsageConditions::cpuNearLimit),
          Map.entry("MemoryNearLimit", UsageConditions::memoryNearLimit),
          Map.entry("NodeNotReady", NodeConditions::notReady),
          Map.entry("MetricsSourceDown", MetricsConditions::sourceDown));

  private AlertConditions() {}

  public static Set<String> names() {
    return ALL.keySet();
  }

  public static List<ConditionResult> evaluate(
      AlertRule rule, SubjectObservations seen, Instant asOf) {
    AlertCondition condition = ALL.get(rule.name());
    return condition == null ? List.of() : condition.evaluate(seen, rule, asOf);
  }
}
