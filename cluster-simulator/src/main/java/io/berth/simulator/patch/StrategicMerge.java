/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.patch;

import io.berth.simulator.store.JsonTrees;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Strategic merge patch: as a merge patch, but lists with a merge key are merged by it; directives
 * {@code $patch: replace|delete|merge}, {@code $deleteFromPrimitiveList/x}, {@code $retainKeys} and
 * {@code $setElementOrder/x} (the last is accepted and the old order kept).
 */
public final class StrategicMerge {

  private static final String DELETE_FROM = "$deleteFromPrimitiveList/";

  private StrategicMerge() {}

  /** The result; {@code target} stays as it is. */
  public static ObjectNode apply(@Nullable JsonNode target, ObjectNode patch) {
    ObjectNode result = target instanceof ObjectNode o ? o.deepCopy() : JsonTrees.object();
    if (JsonTrees.text(patch, "$patch").equals("replace")) {
      result.removeAll();
    }
    if (JsonTrees.text(patch, "$patch").equals("delete")) {
      return JsonTrees.object();
    }
    if (patch.get("$retainKeys") instanceof ArrayNode kept) {
      result.retain(kept.valueStream().map(JsonNode::asString).toList());
    }
    for (Map.Entry<String, JsonNode> change : patch.properties()) {
      set(result, change.getKey(), change.getValue());
    }
    return result;
  }

  private static void set(ObjectNode result, String name, JsonNode value) {
    if (name.startsWith(DELETE_FROM)) {
      deletePrimitives(result, name.substring(DELETE_FROM.length()), value);
      return;
    }
    if (name.startsWith("$")) {
      return;
    }
    switch (value) {
      case ObjectNode o -> result.set(name, apply(result.get(name), o));
      case ArrayNode a -> result.set(name, list(name, result.get(name), a));
      default -> {
        if (value.isNull()) {
          result.remove(name);
        } else {
          result.set(name, value);
        }
      }
    }
  }

  private static void deletePrimitives(ObjectNode result, String list, JsonNode gone) {
    if (result.get(list) instanceof ArrayNode found) {
      gone.forEach(g -> found.removeIf(g::equals));
    }
  }

  private static JsonNode list(String name, @Nullable JsonNode live, ArrayNode patch) {
    if (MergeKeys.isSet(name) && live instanceof ArrayNode old) {
      ArrayNode union = old.deepCopy();
      patch.valueStream().filter(p -> old.valueStream().noneMatch(p::equals)).forEach(union::add);
      return union;
    }
    List<String> keys = MergeKeys.strategic(name, patch);
    boolean replaced =
        patch.valueStream().anyMatch(i -> JsonTrees.text(i, "$patch").equals("replace"));
    if (keys.isEmpty() || replaced) {
      ArrayNode whole = JsonTrees.array();
      patch.valueStream().filter(i -> !i.has("$patch")).forEach(whole::add);
      return whole;
    }
    ArrayNode result = live instanceof ArrayNode old ? old.deepCopy() : JsonTrees.array();
    patch.forEach(item -> mergeItem(result, item, keys.getFirst()));
    return result;
  }

  private static void mergeItem(ArrayNode result, JsonNode item, String key) {
    for (int i = 0; i < result.size(); i++) {
      if (!result.path(i).path(key).equals(item.path(key))) {
        continue;
      }
      if (JsonTrees.text(item, "$patch").equals("delete")) {
        result.remove(i);
      } else {
        result.set(i, apply(result.get(i), (ObjectNode) item));
      }
      return;
    }
    if (!item.has("$patch")) {
      result.add(apply(null, (ObjectNode) item));
    }
  }
}
