/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.migration.kubernetes;

import io.berth.cli.migration.mapping.BerthFile;
import io.berth.cli.migration.mapping.FieldTable;
import io.berth.cli.migration.mapping.Source;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which pods and nodes the pods are placed near to. */
final class AffinityFields {

  private static final String REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";
  private static final String PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution";
  private static final long DEFAULT_WEIGHT = 100;
  private static final Set<String> OPERATORS = Set.of("In", "NotIn", "Exists", "DoesNotExist");

  private static final FieldTable NODES =
      new FieldTable()
          .notTaken(
              "matchFields",
              "Berth chooses nodes by their labels.",
              "Use the label kubernetes.io/hostname.");

  private final PodSelectors selectors;
  private final BerthFile file;

  AffinityFields(PodSelectors selectors, BerthFile file) {
    this.selectors = selectors;
    this.file = file;
  }

  void read(Source affinity) {
    pods(affinity.field("podAntiAffinity"), "placement.affinity.apart");
    pods(affinity.field("podAffinity"), "placement.affinity.together");
    Source nodes = affinity.field("nodeAffinity");
    required(nodes.at(REQUIRED, "nodeSelectorTerms"));
    nodes.field(PREFERRED).items().forEach(this::preferred);
  }

  private void pods(Source affinity, String list) {
    for (Source term : affinity.field(REQUIRED).items()) {
      Map<String, Object> neighbors = neighbors(term, term, file.field(list));
      if (neighbors != null) {
        neighbors.put("required", true);
        file.add(list, neighbors);
      }
    }
    for (Source item : affinity.field(PREFERRED).items()) {
      Map<String, Object> neighbors =
          neighbors(item.field("podAffinityTerm"), item, file.field(list));
      if (neighbors != null) {
        weight(item, neighbors, file.field(list));
        file.add(list, neighbors);
      }
    }
  }

  /** Null where Berth cannot say it; the report names the whole item then. */
  private @Nullable Map<String, Object> neighbors(Source term, Source item, String target) {
    Source selector = term.field("labelSelector");
    Source key = term.field("topologyKey");
    String group = key.text();
    Map<String, String> labels = selectors.labels(selector);
    if (labels == null || group == null) {
      item.notTaken(
          PodSelectors.REASON, "Write such labels to " + target + ", if the other pods have some.");
      return null;
    }
    if (isElsewhere(term)) {
      item.notTaken("Berth looks for pods in the application's namespace.", "");
      return null;
    }
    term.field("namespaces").items().forEach(it -> it.ignored("It is the application's own."));
    Map<String, Object> neighbors = new LinkedHashMap<>();
    PodSelectors.Scope scope = selectors.scope(labels);
    if (scope == PodSelectors.Scope.OWN_AND_MORE && !selectors.areKept(labels)) {
      PodSelectors.report(
          selector,
          value ->
              value.changed(
                  target,
                  "The application's own pods: they have Berth's own labels in place of these.",
                  "If other pods are meant too, write a label that all of them have."));
    } else {
      PodSelectors.report(selector, value -> value.kept(target));
    }
    if (scope == PodSelectors.Scope.OTHERS
        || scope == PodSelectors.Scope.OWN_AND_MORE && selectors.areKept(labels)) {
      neighbors.put("labels", new LinkedHashMap<>(labels));
    }
    neighbors.put("by", group(group));
    key.kept(target);
    return neighbors;
  }

  private static boolean isElsewhere(Source term) {
    String here = term.object().namespace();
    return term.field("namespaceSelector").isThere()
        || term.field("namespaces").items().stream().anyMatch(it -> !here.equals(it.text()));
  }

  /** Berth's name for the label that groups the nodes. */
  static String group(String topologyKey) {
    return switch (topologyKey) {
      case "kubernetes.io/hostname" -> "node";
      case "topology.kubernetes.io/zone" -> "zone";
      default -> topologyKey;
    };
  }

  private static void weight(Source item, Map<String, Object> into, String target) {
    Source weight = item.field("weight");
    Long found = weight.number();
    if (found != null) {
      weight.kept(target);
      if (found != DEFAULT_WEIGHT) {
        into.put("weight", found);
      }
    }
  }

  private void required(Source terms) {
    List<Source> all = terms.items();
    if (all.size() > 1) {
      terms.notTaken(
          "Berth requires all conditions together, and these are alternatives.",
          "If they differ in the values of one label, write it once with all values to"
              + " spec.placement.affinity.nodes.");
      return;
    }
    for (Source term : all) {
      NODES.read(term, file);
      for (Source expression : term.field("matchExpressions").items()) {
        Map<String, Object> label = label(expression);
        if (label != null) {
          label.put("required", true);
          file.add("placement.affinity.nodes", label);
        }
      }
    }
  }

  private void preferred(Source item) {
    Source preference = item.field("preference");
    List<Source> expressions = preference.field("matchExpressions").items();
    if (expressions.size() != 1 || !preference.field("matchFields").isEmpty()) {
      item.notTaken(
          "A preference is one label of the node in Berth.",
          "Write those that matter to spec.placement.affinity.nodes, each with its weight.");
      return;
    }
    Map<String, Object> label = label(expressions.getFirst());
    if (label != null) {
      weight(item, label, "spec.placement.affinity.nodes");
      file.add("placement.affinity.nodes", label);
    }
  }

  private static @Nullable Map<String, Object> label(Source expression) {
    String target = "spec.placement.affinity.nodes";
    String key = expression.field("key").text();
    String operator = expression.field("operator").text();
    if (key == null || operator == null || !OPERATORS.contains(operator)) {
      expression.notTaken("Berth has In, NotIn, Exists and DoesNotExist.", "");
      return null;
    }
    Map<String, Object> label = new LinkedHashMap<>();
    label.put("key", key);
    expression.field("key").kept(target);
    expression.field("operator").kept(target);
    if (!operator.equals("In")) {
      label.put("operator", operator);
    }
    List<String> values = expression.field("values").keptTexts(target);
    if (!values.isEmpty()) {
      label.put("values", new ArrayList<>(values));
    }
    return label;
  }
}
