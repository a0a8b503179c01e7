/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.controllers;

import io.berth.simulator.selector.LabelSelector;
import io.berth.simulator.store.JsonTrees;
import io.berth.simulator.store.ObjectMeta;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The pods of one pass by label: a controller whose objects each select some pods need not test
 * every pod of the namespace for every object.
 */
final class PodIndex {

  private record Label(String namespace, String key, String value) {}

  private final Map<String, List<ObjectNode>> byNamespace;
  private final Map<Label, List<ObjectNode>> byLabel = new HashMap<>();

  PodIndex(List<ObjectNode> pods) {
    byNamespace = pods.stream().collect(Collectors.groupingBy(ObjectMeta::namespace));
    byNamespace.forEach(
        (namespace, its) ->
            its.forEach(
                pod ->
                    ObjectMeta.labels(pod)
                        .forEach(
                            (key, value) ->
                                byLabel
                                    .computeIfAbsent(
                                        new Label(namespace, key, value), _ -> new ArrayList<>())
                                    .add(pod))));
  }

  /** The pods that a plain map of labels selects, as a Service has it; none when it is empty. */
  List<ObjectNode> selectedBy(String namespace, Map<String, String> labels) {
    return selected(namespace, labels, LabelSelector.ofMap(labels));
  }

  /** The pods that a {@code LabelSelector} selects; none when it is absent. */
  List<ObjectNode> selectedBy(String namespace, JsonNode selector) {
    return selected(
        namespace, JsonTrees.texts(selector, "matchLabels"), LabelSelector.of(selector));
  }

  private List<ObjectNode> selected(
      String namespace, Map<String, String> labels, LabelSelector selector) {
    return labels.entrySet().stream()
        .map(label -> new Label(namespace, label.getKey(), label.getValue()))
        .map(label -> byLabel.getOrDefault(label, List.of()))
        .min(Comparator.comparingInt(List::size))
        .orElseGet(() -> byNamespace.getOrDefault(namespace, List.of()))
        .stream()
        .filter(selector)
        .toList();
  }
}
