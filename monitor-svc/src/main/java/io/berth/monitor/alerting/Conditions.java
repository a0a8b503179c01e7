/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.alerting;

import io.berth.events.alert.AlertRule;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The built-in conditions by the name of the alert that they raise. */
final class Conditions {

  /** Looks at a subject; no finding for a container is as good as clear. */
  @FunctionalInterface
  interface Condition {
    List<Finding> look(SubjectState state, AlertRule rule, Instant asOf);
  }

  private static final Map<String, Condition> ALL =
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
          Map.entry("NodeNotReady", NodeConditions::notReady));

  private Conditions() {}

  static Set<String> names() {
    return ALL.keySet();
  }

  static List<Finding> look(AlertRule rule, SubjectState state, Instant asOf) {
    Condition condition = ALL.get(rule.name());
    return condition == null ? List.of() : condition.look(state, rule, asOf);
  }
}
