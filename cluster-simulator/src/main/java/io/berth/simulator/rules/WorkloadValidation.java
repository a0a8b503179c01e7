/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.rules;

import io.berth.simulator.selector.LabelSelector;
import io.berth.simulator.store.ApiResource;
import io.berth.simulator.store.ApiResources;
import io.berth.simulator.store.JsonTrees;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The validation of the kinds of group {@code apps} that own pods. */
final class WorkloadValidation {

  /** What of a StatefulSet's spec may change. */
  private static final Set<String> MUTABLE =
      Set.of(
          "replicas",
          "ordinals",
          "template",
          "updateStrategy",
          "revisionHistoryLimit",
          "persistentVolumeClaimRetentionPolicy",
          "minReadySeconds");

  private WorkloadValidation() {}

  static void check(
      ObjectValidation faults, ApiResource kind, JsonNode spec, @Nullable ObjectNode before) {
    if (kind == ApiResources.STATEFUL_SETS) {
      statefulSet(faults, spec, before);
      return;
    }
    notNegative(faults, "spec.replicas", spec.path("replicas"));
    selector(faults, spec, "deployment");
    template(faults, spec, Set.of());
    if (before != null && !spec.path("selector").equals(JsonTrees.at(before, "spec", "selector"))) {
      faults.invalid(
          "spec.selector", GoSyntax.selector(spec.path("selector")), "field is immutable");
    }
    if (kind == ApiResources.DEPLOYMENTS) {
      strategy(faults, spec.path("strategy"));
    }
  }

  private static void selector(ObjectValidation faults, JsonNode spec, String kind) {
    JsonNode selector = spec.path("selector");
    JsonNode template = spec.path("template");
    if (JsonTrees.isAbsent(selector)) {
      faults.required("spec.selector", "");
    } else if (selector.isEmpty()) {
      faults.invalid(
          "spec.selector", GoSyntax.selector(selector), "empty selector is invalid for " + kind);
    } else if (!LabelSelector.of(selector).test(template)) {
      faults.invalid(
          "spec.template.metadata.labels",
          GoSyntax.map(JsonTrees.at(template, "metadata", "labels")),
          "`selector` does not match template `labels`");
    }
  }

  private static void template(ObjectValidation faults, JsonNode spec, Set<String> claims) {
    JsonNode template = spec.path("template");
    faults.labels("spec.template.labels", template);
    faults.annotations("spec.template.annotations", template);
    PodValidation.spec(faults, "spec.template.spec", template.path("spec"), claims);
    String policy = JsonTrees.text(template, "spec", "restartPolicy");
    if (!policy.equals("Always")) {
      faults.unsupported("spec.template.spec.restartPolicy", policy, "\"Always\"");
    }
  }

  private static void statefulSet(
      ObjectValidation faults, JsonNode spec, @Nullable ObjectNode before) {
    String management = JsonTrees.text(spec, "podManagementPolicy");
    if (!List.of("OrderedReady", "Parallel").contains(management)) {
      faults.invalid(
          "spec.podManagementPolicy", management, "must be 'OrderedReady' or 'Parallel'");
    }
    updateStrategy(faults, spec.path("updateStrategy"));
    notNegative(faults, "spec.replicas", spec.path("replicas"));
    selector(faults, spec, "statefulset");
    JsonNode claims = spec.path("volumeClaimTemplates");
    template(
        faults,
        spec,
        claims
            .valueStream()
            .map(claim -> JsonTrees.text(claim, "metadata", "name"))
            .collect(Collectors.toSet()));
    deadline(faults, spec);
    if (before != null && !fixed(spec).equals(fixed(before.path("spec")))) {
      faults.forbidden(
          "spec",
          "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template',"
              + " 'updateStrategy', 'revisionHistoryLimit',"
              + " 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden");
    }
  }

  private static JsonNode fixed(JsonNode spec) {
    return spec.deepCopy() instanceof ObjectNode copy ? copy.remove(MUTABLE) : spec;
  }

  private static void deadline(ObjectValidation faults, JsonNode spec) {
    JsonNode seconds = JsonTrees.at(spec, "template", "spec", "activeDeadlineSeconds");
    if (!JsonTrees.isAbsent(seconds)) {
      faults.invalid(
          "spec.template.spec.activeDeadlineSeconds", seconds.asLong(0), "must not be specified");
    }
  }

  private static void updateStrategy(ObjectValidation faults, JsonNode strategy) {
    String type = JsonTrees.text(strategy, "type");
    JsonNode rolling = strategy.path("rollingUpdate");
    switch (type) {
      case "OnDelete" -> {
        if (!JsonTrees.isAbsent(rolling)) {
          faults.invalid(
              "spec.updateStrategy.rollingUpdate",
              rolling,
              "only allowed for updateStrategy 'RollingUpdate'");
        }
      }
      case "RollingUpdate" ->
          notNegative(
              faults, "spec.updateStrategy.rollingUpdate.partition", rolling.path("partition"));
      default ->
          faults.invalid("spec.updateStrategy", strategy, "must be 'RollingUpdate' or 'OnDelete'");
    }
  }

  static void notNegative(ObjectValidation faults, String field, JsonNode number) {
    if (number.asLong(0) < 0) {
      faults.invalid(field, number.asLong(0), "must be greater than or equal to 0");
    }
  }

  private static void strategy(ObjectValidation faults, JsonNode strategy) {
    String type = JsonTrees.text(strategy, "type");
    JsonNode rolling = strategy.path("rollingUpdate");
    if (type.equals("Recreate")) {
      if (!JsonTrees.isAbsent(rolling)) {
        faults.forbidden(
            "spec.strategy.rollingUpdate",
            "may not be specified when strategy `type` is 'Recreate'");
      }
    } else if (!type.equals("RollingUpdate")) {
      faults.unsupported("spec.strategy", type, "\"Recreate\", \"RollingUpdate\"");
    } else if (isNone(rolling.path("maxSurge")) && isNone(rolling.path("maxUnavailable"))) {
      faults.invalid(
          "spec.strategy.rollingUpdate.maxUnavailable",
          rolling.path("maxUnavailable").asString(),
          "may not be 0 when `maxSurge` is 0");
    }
  }

  static boolean isNone(JsonNode amount) {
    return amount.asString("").equals("0") || amount.asString("").equals("0%");
  }
}
