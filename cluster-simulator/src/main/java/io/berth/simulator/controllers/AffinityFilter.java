/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.controllers;

import io.berth.simulator.selector.LabelSelector;
import io.berth.simulator.store.JsonTrees;
import io.berth.simulator.store.ObjectMeta;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * What a pod requires of the node and of the pods in its neighbourhood; preferences are not read.
 */
final class AffinityFilter {

  private static final String REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";

  private final List<NodeInfo> nodes;

  AffinityFilter(List<NodeInfo> nodes) {
    this.nodes = nodes;
  }

  /** The scheduler's words for the first rule that the node breaks. */
  Optional<String> refusal(JsonNode pod, JsonNode node) {
    JsonNode affinity = JsonTrees.at(pod, "spec", "affinity");
    if (!matches(JsonTrees.at(affinity, "nodeAffinity", REQUIRED, "nodeSelectorTerms"), node)) {
      return Optional.of("node(s) didn't match Pod's node affinity/selector");
    }
    if (!terms(affinity, "podAffinity").allMatch(term -> hasNeighbor(pod, term, node))) {
      return Optional.of("node(s) didn't match pod affinity rules");
    }
    return terms(affinity, "podAntiAffinity").anyMatch(term -> hasNeighbor(pod, term, node))
        ? Optional.of("node(s) didn't match pod anti-affinity rules")
        : Optional.empty();
  }

  private static Stream<JsonNode> terms(JsonNode affinity, String kind) {
    return JsonTrees.at(affinity, kind, REQUIRED).valueStream();
  }

  /** Whether a pod of the namespace that the term selects is in the node's group. */
  private boolean hasNeighbor(JsonNode pod, JsonNode term, JsonNode node) {
    String key = JsonTrees.text(term, "topologyKey");
    String group = ObjectMeta.labels(node).get(key);
    if (group == null) {
      return false;
    }
    return nodes.stream()
        .filter(other -> group.equals(ObjectMeta.labels(other.node()).get(key)))
        .flatMap(other -> other.pods().stream())
        .filter(other -> !ObjectMeta.uid(other).equals(ObjectMeta.uid(pod)))
        .filter(other -> ObjectMeta.namespace(other).equals(ObjectMeta.namespace(pod)))
        .anyMatch(LabelSelector.of(term.path("labelSelector"))::test);
  }

  /** One of the terms, all of its expressions. */
  private static boolean matches(JsonNode terms, JsonNode node) {
    Map<String, String> labels = ObjectMeta.labels(node);
    return terms.isEmpty()
        || terms
            .valueStream()
            .anyMatch(
                term ->
                    term.path("matchExpressions")
                        .valueStream()
                        .allMatch(expression -> matches(expression, labels)));
  }

  private static boolean matches(JsonNode expression, Map<String, String> labels) {
    String value = labels.get(JsonTrees.text(expression, "key"));
    boolean listed =
        expression.path("values").valueStream().anyMatch(it -> it.asString().equals(value));
    return switch (JsonTrees.text(expression, "operator")) {
      case "In" -> listed;
      case "NotIn" -> !listed;
      case "Exists" -> value != null;
      case "DoesNotExist" -> value == null;
      default -> false;
    };
  }
}
