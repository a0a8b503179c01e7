/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.apply;

import io.berth.simulator.patch.MergeKeys;
import io.berth.simulator.store.JsonTrees;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/** Walks a path of {@code f:}, {@code k:} and {@code v:} steps through an object. */
final class FieldPaths {

  private FieldPaths() {}

  static List<String> plus(List<String> prefix, String step) {
    List<String> path = new ArrayList<>(prefix);
    path.add(step);
    return path;
  }

  /** Keys in alphabetical order, so that equal keys are equal steps. */
  static String keyStep(ObjectNode key) {
    ObjectNode sorted = JsonTrees.object();
    Map<String, JsonNode> fields = new TreeMap<>();
    key.properties().forEach(e -> fields.put(e.getKey(), e.getValue()));
    sorted.setAll(fields);
    return "k:" + sorted;
  }

  /** Whether the path ends at a key field of its list item. */
  static boolean isKey(List<String> path) {
    String above = path.size() < 2 ? "" : path.get(path.size() - 2);
    return above.startsWith("k:")
        && JsonTrees.MAPPER.readTree(above.substring(2)).has(path.getLast().substring(2));
  }

  static JsonNode find(JsonNode root, List<String> path) {
    JsonNode here = root;
    String name = "";
    for (String step : path) {
      here = step(here, name, step);
      name = step.startsWith("f:") ? step.substring(2) : "";
    }
    return here;
  }

  /** Takes the value at the path out, with the parents that become empty by it. */
  static void remove(JsonNode root, List<String> path) {
    if (path.isEmpty()) {
      return;
    }
    List<String> above = path.subList(0, path.size() - 1);
    JsonNode parent = find(root, above);
    JsonNode gone = find(root, path);
    if (gone.isMissingNode()) {
      return;
    }
    switch (parent) {
      case ObjectNode o -> o.remove(path.getLast().substring(2));
      case ArrayNode a -> a.removeIf(i -> i == gone);
      default -> {}
    }
    if (parent.isEmpty()) {
      remove(root, above);
    }
  }

  private static JsonNode step(JsonNode here, String name, String step) {
    String rest = step.substring(2);
    if (step.startsWith("f:")) {
      return here.path(rest);
    }
    JsonNode wanted = JsonTrees.MAPPER.readTree(rest);
    boolean keyed = step.startsWith("k:");
    List<String> keys = keyed ? List.copyOf(wanted.propertyNames()) : List.of();
    return here.valueStream()
        .filter(i -> keyed ? MergeKeys.key(i, keys).equals(wanted) : i.equals(wanted))
        .findFirst()
        .orElse(MissingNode.getInstance());
  }

  /** {@code .spec.containers[name="web"].image}, as Kubernetes prints it. */
  static String print(List<String> path) {
    StringBuilder text = new StringBuilder();
    for (String step : path) {
      String rest = step.substring(2);
      if (step.startsWith("f:")) {
        text.append('.').append(rest);
      } else if (step.startsWith("v:")) {
        text.append("[=").append(rest).append(']');
      } else {
        List<String> keys = new ArrayList<>();
        JsonTrees.MAPPER
            .readTree(rest)
            .properties()
            .forEach(e -> keys.add(e.getKey() + "=" + e.getValue()));
        text.append('[').append(String.join(",", keys)).append(']');
      }
    }
    return text.toString();
  }
}
