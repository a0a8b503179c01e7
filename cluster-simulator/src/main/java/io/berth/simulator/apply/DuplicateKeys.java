/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.apply;

import io.berth.simulator.patch.MergeKeys;
import io.berth.simulator.store.ApiException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Refuses an apply with two items of one key in a list that is merged by keys: there is no telling
 * which of the two is meant. Kubernetes answers it with 500 before it validates anything.
 */
final class DuplicateKeys {

  private final List<String> faults = new ArrayList<>();

  private DuplicateKeys() {}

  /**
   * @throws ApiException 500 without a reason
   */
  static void check(JsonNode config) {
    DuplicateKeys search = new DuplicateKeys();
    search.walk(List.of(), "", config);
    if (search.faults.isEmpty()) {
      return;
    }
    String found =
        search.faults.size() == 1
            ? search.faults.getFirst()
            : "errors:\n  " + String.join("\n  ", search.faults);
    throw ApiException.internal("failed to create typed patch object: " + found);
  }

  /** The data of an object, such as that of a ControllerRevision, has no lists with keys. */
  private void walk(List<String> path, String name, JsonNode node) {
    if (path.equals(List.of("f:data"))) {
      return;
    }
    if (node.isObject() && !MergeKeys.isAtomic(name)) {
      node.properties()
          .forEach(
              field ->
                  walk(
                      FieldPaths.plus(path, "f:" + field.getKey()),
                      field.getKey(),
                      field.getValue()));
    } else if (node.isArray()) {
      list(path, MergeKeys.of(name, node), node);
    }
  }

  private void list(List<String> path, List<String> keys, JsonNode items) {
    if (keys.isEmpty()) {
      return;
    }
    Set<String> seen = new HashSet<>();
    for (JsonNode item : items) {
      String step = FieldPaths.keyStep(MergeKeys.key(item, keys));
      if (!seen.add(step)) {
        faults.add(
            FieldPaths.print(path)
                + ": duplicate entries for key "
                + FieldPaths.print(List.of(step)));
      }
      walk(FieldPaths.plus(path, step), "", item);
    }
  }
}
