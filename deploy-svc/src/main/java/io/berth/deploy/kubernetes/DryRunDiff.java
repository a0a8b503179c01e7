/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kubernetes;

import io.berth.deploy.drift.FieldPath;
import io.berth.deploy.drift.ListKeys;
import io.berth.events.operation.Change;
import io.berth.redaction.manifest.ManifestValues;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The relevant differences between two states of an object. Values that users fill in are not
 * shown, only that they were added, removed or changed.
 */
final class DryRunDiff {

  private static final Set<String> NOISE =
      Set.of(
          "status",
          "metadata.managedFields",
          "metadata.resourceVersion",
          "metadata.generation",
          "metadata.uid",
          "metadata.creationTimestamp",
          "metadata.selfLink",
          "metadata.annotations");

  private static final int MAX_CHANGES = 100;

  private final List<Change> changes = new ArrayList<>();
  private final String object;

  private DryRunDiff(String object) {
    this.object = object;
  }

  static List<Change> between(
      @Nullable HasMetadata before, HasMetadata after, KubernetesSerialization json) {
    String object = after.getKind() + "/" + after.getMetadata().getName();
    if (before == null) {
      return List.of(new Change(object, "", null, "made"));
    }
    return between(
        object, json.convertValue(before, Map.class), json.convertValue(after, Map.class));
  }

  /**
   * The same of objects as JSON.
   *
   * @param object kind/name
   */
  static List<Change> between(String object, Map<?, ?> before, Map<?, ?> after) {
    DryRunDiff diff = new DryRunDiff(object);
    diff.walk(FieldPath.ROOT, before, after);
    return List.copyOf(diff.changes);
  }

  private void walk(FieldPath path, @Nullable Object before, @Nullable Object after) {
    if (NOISE.contains(path.toString()) || changes.size() >= MAX_CHANGES) {
      return;
    }
    if (isA(Map.class, before, after)) {
      fields(path, map(before), map(after));
    } else if (isA(List.class, before, after)) {
      items(path, list(before), list(after));
    } else if (before == null ? after != null : !before.equals(after)) {
      change(path, before, after);
    }
  }

  /** Both are of that type, or one is and the other is absent. */
  private static boolean isA(Class<?> type, @Nullable Object before, @Nullable Object after) {
    return (before == null || type.isInstance(before))
        && (after == null || type.isInstance(after))
        && (before != null || after != null);
  }

  private static Map<?, ?> map(@Nullable Object value) {
    return value instanceof Map<?, ?> map ? map : Map.of();
  }

  private static List<?> list(@Nullable Object value) {
    return value instanceof List<?> list ? list : List.of();
  }

  private void fields(FieldPath path, Map<?, ?> before, Map<?, ?> after) {
    Set<String> names = new TreeSet<>();
    before.keySet().forEach(name -> names.add(String.valueOf(name)));
    after.keySet().forEach(name -> names.add(String.valueOf(name)));
    names.forEach(name -> walk(path.field(name), before.get(name), after.get(name)));
  }

  private void items(FieldPath path, List<?> before, List<?> after) {
    if (!ListKeys.has(path.last())) {
      for (int i = 0; i < Math.max(before.size(), after.size()); i++) {
        walk(path.item(Map.of("index", i)), at(before, i), at(after, i));
      }
      return;
    }
    for (Object item : before) {
      Map<String, Object> keys = ListKeys.of(path.last(), item);
      item(path.item(keys), item, ListKeys.find(after, keys));
    }
    for (Object item : after) {
      Map<String, Object> keys = ListKeys.of(path.last(), item);
      if (ListKeys.find(before, keys).isEmpty()) {
        item(path.item(keys), null, Optional.of(item));
      }
    }
  }

  /** An item whose values are not shown is one change, identified by its name. */
  private void item(FieldPath path, @Nullable Object before, Optional<?> after) {
    boolean whole = before == null || after.isEmpty();
    if (whole && path.last().equals("env")) {
      changes.add(
          new Change(
              object,
              path.toString(),
              before == null ? null : ManifestValues.REMOVED,
              after.isEmpty() ? null : ManifestValues.ADDED));
    } else {
      walk(path, before, after.orElse(null));
    }
  }

  private void change(FieldPath path, @Nullable Object before, @Nullable Object after) {
    String from = before == null ? null : ManifestValues.shown(path.fields(), before);
    String to = after == null ? null : ManifestValues.shown(path.fields(), after);
    boolean shown = (before == null || from != null) && (after == null || to != null);
    if (shown) {
      changes.add(new Change(object, path.toString(), from, to));
    } else {
      String hidden =
          before == null
              ? ManifestValues.ADDED
              : after == null ? ManifestValues.REMOVED : ManifestValues.CHANGED;
      changes.add(
          new Change(
              object,
              path.toString(),
              before == null ? null : hidden,
              after == null ? null : hidden));
    }
  }

  private static @Nullable Object at(List<?> list, int index) {
    return index < list.size() ? list.get(index) : null;
  }
}
