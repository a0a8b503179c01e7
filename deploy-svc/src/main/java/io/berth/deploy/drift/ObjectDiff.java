/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.drift;

import io.berth.redaction.manifest.ManifestValues;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Compares desired and live objects. A field has drifted only where Berth lost its ownership: a
 * field that Berth still owns has Berth's value, however the API server writes it, and added fields
 * belong to others.
 */
public final class ObjectDiff {

  private final String object;
  private final FieldOwnership ownership;
  private final List<Drift> drifts = new ArrayList<>();

  private ObjectDiff(String object, FieldOwnership ownership) {
    this.object = object;
    this.ownership = ownership;
  }

  /**
   * @param object kind/name
   * @param wanted what Berth would write, as JSON
   * @param live what is there, as JSON with its {@code managedFields}
   */
  public static List<Drift> of(String object, Map<?, ?> wanted, Map<?, ?> live) {
    ObjectDiff comparison = new ObjectDiff(object, FieldOwnership.of(live));
    for (String part : List.of("labels", "annotations")) {
      comparison.walk(
          FieldPath.ROOT.field("metadata").field(part), in(wanted, part), in(live, part));
    }
    comparison.walk(FieldPath.ROOT.field("spec"), wanted.get("spec"), live.get("spec"));
    return List.copyOf(comparison.drifts);
  }

  /** Whether another manager owns a part of the object's {@code spec}. */
  public static boolean hasForeignChanges(Map<?, ?> live) {
    return FieldOwnership.of(live).hasForeignOwner();
  }

  private static @Nullable Object in(Map<?, ?> object, String part) {
    return object.get("metadata") instanceof Map<?, ?> metadata ? metadata.get(part) : null;
  }

  private void walk(FieldPath path, @Nullable Object wanted, @Nullable Object live) {
    if (wanted instanceof Map<?, ?> fields) {
      Map<?, ?> there = live instanceof Map<?, ?> map ? map : Map.of();
      fields.forEach(
          (name, value) -> walk(path.field(String.valueOf(name)), value, there.get(name)));
    } else if (wanted instanceof List<?> items && ListKeys.has(path.last())) {
      items.forEach(item -> item(path, item, live instanceof List<?> list ? list : List.of()));
    } else if (wanted != null && !String.valueOf(wanted).equals(String.valueOf(live))) {
      addDrift(path, wanted, live);
    }
  }

  private void item(FieldPath list, Object wanted, List<?> live) {
    Map<String, Object> keys = ListKeys.of(list.last(), wanted);
    FieldPath path = list.item(keys);
    Optional<?> there = ListKeys.find(live, keys);
    if (there.isPresent()) {
      walk(path, wanted, there.get());
    } else {
      addDrift(path, "an item", null);
    }
  }

  private void addDrift(FieldPath path, Object wanted, @Nullable Object live) {
    if (ownership.isBerths(path)) {
      return;
    }
    Optional<FieldOwnership.LastWrite> who = ownership.lastChanger(path);
    drifts.add(
        new Drift(
            object,
            path.toString(),
            live == null ? "nothing" : display(path, live, "another value"),
            live == null && wanted.equals("an item")
                ? "an item"
                : display(path, wanted, "the release's value"),
            who.map(FieldOwnership.LastWrite::manager).orElse(Drift.UNKNOWN),
            who.map(FieldOwnership.LastWrite::since).orElse(null)));
  }

  /** Values that users fill in may be confidential: only the fact that they differ is reported. */
  private static String display(FieldPath path, Object value, String otherwise) {
    boolean leaf = !(value instanceof Map) && !(value instanceof List);
    String shown = leaf ? ManifestValues.shown(path.fields(), value) : null;
    return shown == null ? otherwise : shown;
  }
}
