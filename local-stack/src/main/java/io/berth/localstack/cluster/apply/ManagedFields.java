/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.localstack.cluster.apply;

import io.berth.localstack.cluster.store.Json;
import io.berth.localstack.cluster.store.Meta;
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

  private final List<Manager> managers;

  private ManagedFields(List<Manager> managers) {
    this.managers = managers;
  }

  static ManagedFields of(JsonNode object) {
    List<Manager> managers = new ArrayList<>();
    Json.at(object, "metadata", "managedFields").forEach(m -> managers.add(Manager.parse(m)));
    return new ManagedFields(managers);
  }

  List<Manager> all() {
    return List.copyOf(managers);
  }

  List<Manager> others(Writer writer, String operation) {
    return managers.stream()
        .filter(m -> !m.is(writer.manager(), operation, writer.subresource()))
        .toList();
  }

  @Nullable Manager find(Writer writer, String operation) {
    return managers.stream()
        .filter(m -> m.is(writer.manager(), operation, writer.subresource()))
        .findFirst()
        .orElse(null);
  }

  /** Gives the writer exactly these fields; an entry with the same fields keeps its time. */
  void set(Writer writer, String operation, String apiVersion, FieldSet fields) {
    Manager old = find(writer, operation);
    if (old != null && old.fields().json().equals(fields.json())) {
      return;
    }
    managers.removeIf(m -> m.is(writer.manager(), operation, writer.subresource()));
    if (!fields.isEmpty()) {
      managers.add(
          new Manager(
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
      Meta.of(object).remove("managedFields");
      return;
    }
    ArrayNode list = Json.array();
    managers.forEach(m -> list.add(m.json()));
    Meta.of(object).set("managedFields", list);
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
