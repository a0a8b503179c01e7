/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.apply;

import io.berth.simulator.patch.MergeKeys;
import io.berth.simulator.store.ApiException;
import io.berth.simulator.store.JsonTrees;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Server-side apply as <a href="https://kubernetes.io/docs/reference/using-api/server-side-apply/">
 * documented</a>: what the applier says is set and owned, what it no longer says and nobody else
 * owns is removed, what another owns with another value is a conflict.
 */
public final class ServerSideApply {

  private record Conflict(ManagedFieldsEntry manager, List<String> path) {}

  private ServerSideApply() {}

  /**
   * The object as it shall be; {@code live} stays as it is.
   *
   * @param live the object now, or an object of kind and name alone when there is none
   * @throws ApiException 409 with one cause for each field that another manager owns with another
   *     value; 500 where a list that is merged by keys has two items of one key
   */
  public static ObjectNode apply(
      ObjectNode live, ObjectNode wanted, FieldManager writer, boolean force, boolean hasStatus) {
    ObjectNode config = ManagedFields.ownable(wanted, writer.subresource(), hasStatus);
    DuplicateKeys.check(config);
    FieldSet claimed = FieldSet.of(config);
    ManagedFields fields = ManagedFields.of(live);
    List<Conflict> conflicts = conflicts(fields.others(writer, "Apply"), claimed, live, config);
    if (!conflicts.isEmpty() && !force) {
      throw error(conflicts);
    }
    conflicts.forEach(c -> c.manager().fields().remove(c.path()));
    ObjectNode result = (ObjectNode) merge("", live, config);
    ManagedFieldsEntry last = fields.find(writer, "Apply");
    if (last != null) {
      prune(result, last.fields(), claimed, fields.others(writer, "Apply"));
    }
    fields.dropEmpty();
    fields.set(writer, "Apply", JsonTrees.text(wanted, "apiVersion"), claimed);
    fields.writeTo(result);
    return result;
  }

  private static List<Conflict> conflicts(
      List<ManagedFieldsEntry> others, FieldSet claimed, JsonNode live, JsonNode config) {
    List<Conflict> conflicts = new ArrayList<>();
    for (ManagedFieldsEntry other : others) {
      for (List<String> path : claimed.paths()) {
        boolean leaf = !path.isEmpty() && path.getLast().startsWith("f:");
        if (leaf
            && other.fields().contains(path)
            && !FieldPaths.find(live, path).equals(FieldPaths.find(config, path))) {
          conflicts.add(new Conflict(other, path));
        }
      }
    }
    return conflicts;
  }

  private static void prune(
      ObjectNode result, FieldSet last, FieldSet claimed, List<ManagedFieldsEntry> others) {
    for (List<String> path : last.paths()) {
      boolean owned = others.stream().anyMatch(o -> o.fields().touches(path));
      if (!path.isEmpty() && !claimed.touches(path) && !owned && !FieldPaths.isKey(path)) {
        FieldPaths.remove(result, path);
      }
    }
  }

  private static JsonNode merge(String name, @Nullable JsonNode live, JsonNode config) {
    if (live instanceof ObjectNode l
        && config instanceof ObjectNode c
        && !MergeKeys.isAtomic(name)) {
      ObjectNode result = l.deepCopy();
      c.properties()
          .forEach(e -> result.set(e.getKey(), merge(e.getKey(), l.get(e.getKey()), e.getValue())));
      return result;
    }
    if (live instanceof ArrayNode l && config instanceof ArrayNode c) {
      return lists(name, l, c);
    }
    return config.deepCopy();
  }

  private static JsonNode lists(String name, ArrayNode live, ArrayNode config) {
    List<String> keys = MergeKeys.of(name, config);
    if (keys.isEmpty() && !MergeKeys.isSet(name)) {
      return config.deepCopy();
    }
    ArrayNode result = live.deepCopy();
    for (JsonNode item : config) {
      int at = indexOf(result, item, keys);
      if (at < 0) {
        result.add(item.deepCopy());
      } else {
        result.set(at, merge("", result.get(at), item));
      }
    }
    return result;
  }

  private static int indexOf(ArrayNode items, JsonNode wanted, List<String> keys) {
    JsonNode key = MergeKeys.key(wanted, keys);
    for (int i = 0; i < items.size(); i++) {
      JsonNode item = items.path(i);
      if (keys.isEmpty() ? item.equals(wanted) : MergeKeys.key(item, keys).equals(key)) {
        return i;
      }
    }
    return -1;
  }

  private static ApiException error(List<Conflict> conflicts) {
    List<ApiException.StatusCause> causes =
        conflicts.stream()
            .map(
                c ->
                    new ApiException.StatusCause(
                        "FieldManagerConflict",
                        "conflict with " + c.manager().print(),
                        FieldPaths.print(c.path())))
            .toList();
    return new ApiException(409, "Conflict", message(conflicts), null, "", causes);
  }

  private static String message(List<Conflict> conflicts) {
    if (conflicts.size() == 1) {
      Conflict only = conflicts.getFirst();
      return "Apply failed with 1 conflict: conflict with "
          + only.manager().print()
          + ": "
          + FieldPaths.print(only.path());
    }
    Set<String> lines = new LinkedHashSet<>();
    for (Conflict c : conflicts) {
      lines.add("conflicts with " + c.manager().print() + ":");
      conflicts.stream()
          .filter(o -> o.manager() == c.manager())
          .forEach(o -> lines.add("- " + FieldPaths.print(o.path())));
    }
    return "Apply failed with " + conflicts.size() + " conflicts: " + String.join("\n", lines);
  }
}
