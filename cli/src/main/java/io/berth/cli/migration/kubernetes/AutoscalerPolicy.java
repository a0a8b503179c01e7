/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.migration.kubernetes;

import io.berth.cli.migration.mapping.BerthFile;
import io.berth.cli.migration.mapping.Source;
import io.berth.cli.migration.mapping.SourceObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A HorizontalPodAutoscaler as a scaling policy, for {@code berth policy set}. */
final class AutoscalerPolicy {

  private static final String FILE = "A scaling policy does this; import with -d to get its file.";

  private final Source root;
  private final BerthFile app;
  private final boolean keepReplicas;
  private final List<Object> metrics = new ArrayList<>();

  private AutoscalerPolicy(Source root, BerthFile app, boolean keepReplicas) {
    this.root = root;
    this.app = app;
    this.keepReplicas = keepReplicas;
  }

  /** The policy of a workload; null where no autoscaler names it, or it says nothing usable. */
  static @Nullable Map<String, Object> of(
      SourceObject workload, KubernetesObjects objects, BerthFile app, boolean keepReplicas) {
    for (Source autoscaler : objects.near("HorizontalPodAutoscaler")) {
      Source target = autoscaler.at("spec", "scaleTargetRef");
      if (workload.name().equals(target.field("name").text())
          && workload.kind().equals(target.field("kind").text())) {
        objects.take(autoscaler, app);
        return new AutoscalerPolicy(autoscaler, app, keepReplicas).policy();
      }
    }
    return null;
  }

  private @Nullable Map<String, Object> policy() {
    ObjectMetadata.read(root, app);
    root.at("metadata", "name").ignored("A policy is named for its application.");
    Source spec = root.field("spec");
    spec.field("scaleTargetRef").ignored("The policy names the application.");
    Source least = spec.field("minReplicas");
    Source most = spec.field("maxReplicas");
    Long maximum = most.number();
    if (maximum == null) {
      most.fault("a whole number");
      return null;
    }
    long minimum = least(least);
    most.changed("policy.maxReplicas", FILE, "");
    old(spec.field("targetCPUUtilizationPercentage"));
    spec.field("metrics").items().forEach(this::metric);
    Map<String, Object> policy = new LinkedHashMap<>();
    Map<String, Object> named = new LinkedHashMap<>();
    named.put("namespace", app.namespace());
    named.put("name", app.name());
    policy.put("app", named);
    policy.put("minReplicas", minimum);
    policy.put("maxReplicas", Math.max(minimum, maximum));
    policy.put("metrics", metrics);
    behavior(spec.field("behavior"), policy);
    return metrics.isEmpty() ? null : policy;
  }

  private long least(Source source) {
    Long found = source.isThere() ? source.number() : Long.valueOf(1);
    long wanted = found == null ? 1 : found;
    long minimum = Math.max(keepReplicas ? 1 : 3, wanted);
    if (minimum == wanted && source.isThere()) {
      source.changed("policy.minReplicas", FILE, "");
    } else if (minimum != wanted) {
      source.changed(
          "policy.minReplicas",
          minimum
              + ": an application has at least that many"
              + (keepReplicas ? "." : " in production."),
          "");
    }
    return minimum;
  }

  private void old(Source percent) {
    Long found = percent.number();
    if (found != null) {
      utilization("cpu", found, percent);
    }
  }

  private void utilization(String resource, long percent, Source source) {
    Map<String, Object> metric = new LinkedHashMap<>();
    metric.put("type", "utilization");
    metric.put("resource", resource);
    metric.put("percent", percent);
    metrics.add(metric);
    source.changed("policy.metrics", FILE, "");
  }

  private void metric(Source metric) {
    Source resource = metric.field("resource");
    Source name = resource.field("name");
    Source target = resource.field("target");
    String found = name.textOr("");
    if (!found.equals("cpu") && !found.equals("memory")) {
      metric.notTaken(
          "A policy scales by CPU, memory and metrics on berth.metrics.",
          "Send such a metric to berth.metrics, and write a policy of type custom_per_pod.");
      return;
    }
    for (Source kind : List.of(metric.field("type"), target.field("type"))) {
      if (kind.isThere()) {
        kind.ignored("The field itself says it.");
      }
    }
    name.changed("policy.metrics", FILE, "");
    Source percent =
        target.isThere()
            ? target.field("averageUtilization")
            : resource.field("targetAverageUtilization");
    Source value =
        target.isThere() ? target.field("averageValue") : resource.field("targetAverageValue");
    Long share = percent.number();
    String amount = value.scalar();
    if (share != null) {
      utilization(found, share, percent);
    } else if (amount != null) {
      Map<String, Object> average = new LinkedHashMap<>();
      average.put("type", "average_value");
      average.put("resource", found);
      average.put("averageValue", amount);
      metrics.add(average);
      value.changed("policy.metrics", FILE, "");
    }
  }

  private static void behavior(Source behavior, Map<String, Object> policy) {
    Map<String, Object> directions = new LinkedHashMap<>();
    for (String direction : List.of("scaleUp", "scaleDown")) {
      Source source = behavior.field(direction);
      if (!source.isEmpty()) {
        directions.put(direction, rules(source));
      }
    }
    if (!directions.isEmpty()) {
      policy.put("behavior", directions);
    }
  }

  private static Map<String, Object> rules(Source source) {
    Map<String, Object> rules = new LinkedHashMap<>();
    Source window = source.field("stabilizationWindowSeconds");
    Long seconds = window.number();
    if (seconds != null) {
      rules.put("stabilization", seconds + "s");
      window.changed("policy.behavior", FILE, "");
    }
    Source select = source.field("selectPolicy");
    String which = select.text();
    if (which != null) {
      rules.put("select", which.toLowerCase(Locale.ROOT));
      select.changed("policy.behavior", FILE, "");
    }
    List<Object> policies = new ArrayList<>();
    for (Source item : source.field("policies").items()) {
      String type = item.field("type").textOr("");
      Long value = item.field("value").number();
      Long period = item.field("periodSeconds").number();
      if (value != null && period != null) {
        Map<String, Object> policy = new LinkedHashMap<>();
        policy.put("type", type.toLowerCase(Locale.ROOT));
        policy.put("value", value);
        policy.put("period", period + "s");
        policies.add(policy);
        for (String name : List.of("type", "value", "periodSeconds")) {
          item.field(name).changed("policy.behavior", FILE, "");
        }
      }
    }
    if (!policies.isEmpty()) {
      rules.put("policies", policies);
    }
    return rules;
  }
}
