/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.apply;

import io.berth.simulator.store.JsonTrees;
import io.berth.simulator.store.ObjectMeta;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Who owns which field of an object, read from and written to {@code metadata.managedFields}. */
final class ManagedFields {

  private static final List<String> IDENTITY =
      List.of(
          "name",
          "namespace",
          "uid",
          "resourceVersion",
          "generation",
          "creationTimestamp",
          "deletionTimestamp",
          "deletionGracePeriodSeconds",
          "selfLink",
          "managedFields",
          "generateName");

  private final List<ManagedFieldsEntry> managers;

  private ManagedFields(List<ManagedFieldsEntry> managers) {
    this.managers = managers;
  }

  static ManagedFields of(JsonNode object) {
    List<ManagedFieldsEntry> managers = new ArrayList<>();
    JsonTrees.at(object, "metadata", "managedFields")
        .forEach(m -> managers.add(ManagedFieldsEntry.parse(m)));
    return new ManagedFields(managers);
  }

  List<ManagedFieldsEntry> all() {
    return List.copyOf(managers);
  }

  List<ManagedFieldsEntry> others(FieldManager writer, String operation) {
    return managers.stream()
        .filter(m -> !m.is(writer.manager(), operation, writer.subresource()))
        .toList();
  }

  @Nullable ManagedFieldsEntry find(FieldManager writer, String operation) {
    return managers.stream()
        .filter(m -> m.is(writer.manager(), operation, writer.subresource()))
        .findFirst()
        .orElse(null);
  }

  /** Gives the writer exactly these fields; an entry with the same fields keeps its time. */
  void set(FieldManager writer, String operation, String apiVersion, FieldSet fields) {
    ManagedFieldsEntry old = find(writer, operation);
    if (old != null && old.fields().json().equals(fields.json())) {
      return;
    }
    managers.removeIf(m -> m.is(writer.manager(), operation, writer.subresource()));
    if (!fields.isEmpty()) {
      managers.add(
          new ManagedFieldsEntry(
              writer.manager(),
              operation,
              apiVersion,
              writer.subresource(),
              writer.time(),
              fields));
    }
  }

  void dropEmpty() {
    managers.removeIf(m -> m.fields().isEmpty());
  }

  void writeTo(ObjectNode object) {
    if (managers.isEmpty()) {
      ObjectMeta.of(object).remove("managedFields");
      return;
    }
    ArrayNode list = JsonTrees.array();
    managers.forEach(m -> list.add(m.json()));
    ObjectMeta.of(object).set("managedFields", list);
  }

  /** The part of an object that can be owned through the main resource or a subresource. */
  static ObjectNode ownable(ObjectNode object, String subresource, boolean hasStatus) {
    ObjectNode part = object.deepCopy();
    part.remove(List.of("apiVersion", "kind"));
    if (part.get("metadata") instanceof ObjectNode meta) {
      meta.remove(IDENTITY);
      if (meta.isEmpty()) {
        part.remove("metadata");
      }
    }
    if (subresource.equals("status")) {
      part.retain("status");
    } else if (hasStatus) {
      part.remove("status");
    }
    return part;
  }
}
