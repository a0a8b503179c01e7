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
import tools.jackson.databind.node.ObjectNode;

/**
 * A set of paths in an object, as {@code fieldsV1} writes it: {@code f:name} for a field, {@code
 * k:{...}} for an item of a keyed list, {@code v:...} for a member of a set; {@code "."} says that
 * the path itself belongs to the set beside paths below it.
 */
public final class FieldSet {

  private boolean member;
  private final Map<String, FieldSet> below = new TreeMap<>();

  /** The paths of a value: its leaves, and the items of its keyed lists. */
  public static FieldSet of(JsonNode value) {
    FieldSet set = new FieldSet();
    set.read("", value);
    return set;
  }

  public static FieldSet parse(JsonNode fields) {
    FieldSet set = new FieldSet();
    set.member = fields.isEmpty() || fields.has(".");
    for (Map.Entry<String, JsonNode> e : fields.properties()) {
      if (!e.getKey().equals(".")) {
        set.below.put(e.getKey(), parse(e.getValue()));
      }
    }
    return set;
  }

  public ObjectNode json() {
    ObjectNode fields = JsonTrees.object();
    if (member && !below.isEmpty()) {
      fields.putObject(".");
    }
    below.forEach((step, set) -> fields.set(step, set.json()));
    return fields;
  }

  public boolean isEmpty() {
    return !member && below.isEmpty();
  }

  public boolean contains(List<String> path) {
    FieldSet found = at(path);
    return found != null && found.member;
  }

  /** Whether the path or anything below it belongs to the set. */
  public boolean touches(List<String> path) {
    return at(path) != null;
  }

  public void add(List<String> path) {
    FieldSet here = this;
    for (String step : path) {
      here = here.below.computeIfAbsent(step, _ -> new FieldSet());
    }
    here.member = true;
  }

  public void addAll(FieldSet others) {
    others.paths().forEach(this::add);
  }

  /** Takes the path out, and the branches that are left without a member. */
  public void remove(List<String> path) {
    if (path.isEmpty()) {
      member = false;
      return;
    }
    FieldSet next = below.get(path.getFirst());
    if (next != null) {
      next.remove(path.subList(1, path.size()));
      if (next.isEmpty()) {
        below.remove(path.getFirst());
      }
    }
  }

  /** Every member, deepest last within its branch. */
  public List<List<String>> paths() {
    List<List<String>> all = new ArrayList<>();
    collect(List.of(), all);
    return all;
  }

  private void collect(List<String> prefix, List<List<String>> into) {
    if (member) {
      into.add(prefix);
    }
    below.forEach((step, set) -> set.collect(FieldPaths.plus(prefix, step), into));
  }

  private @org.jspecify.annotations.Nullable FieldSet at(List<String> path) {
    FieldSet here = this;
    for (String step : path) {
      if (here == null) {
        return null;
      }
      here = here.below.get(step);
    }
    return here;
  }

  private void read(String name, JsonNode value) {
    switch (value) {
      case ObjectNode o when !o.isEmpty() && !MergeKeys.isAtomic(name) ->
          o.properties().forEach(e -> child("f:" + e.getKey()).read(e.getKey(), e.getValue()));
      case ArrayNode a when !a.isEmpty() && MergeKeys.isSet(name) ->
          a.forEach(v -> child("v:" + v).member = true);
      case ArrayNode a when !a.isEmpty() && !MergeKeys.of(name, a).isEmpty() -> items(name, a);
      default -> member = true;
    }
  }

  private void items(String name, ArrayNode items) {
    List<String> keys = MergeKeys.of(name, items);
    for (JsonNode item : items) {
      FieldSet set = child(FieldPaths.keyStep(MergeKeys.key(item, keys)));
      set.read("", item);
      set.member = true;
    }
  }

  private FieldSet child(String step) {
    return below.computeIfAbsent(step, _ -> new FieldSet());
  }
}
