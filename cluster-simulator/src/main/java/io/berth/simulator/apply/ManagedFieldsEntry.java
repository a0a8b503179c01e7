/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.apply;

import io.berth.simulator.store.JsonTrees;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One entry of {@code metadata.managedFields}.
 *
 * @param operation {@code Apply} or {@code Update}
 * @param subresource empty for the main resource
 * @param time ISO 8601, whole seconds
 */
record ManagedFieldsEntry(
    String name,
    String operation,
    String apiVersion,
    String subresource,
    String time,
    FieldSet fields) {

  static ManagedFieldsEntry parse(JsonNode entry) {
    return new ManagedFieldsEntry(
        JsonTrees.text(entry, "manager"),
        JsonTrees.text(entry, "operation"),
        JsonTrees.text(entry, "apiVersion"),
        JsonTrees.text(entry, "subresource"),
        JsonTrees.text(entry, "time"),
        FieldSet.parse(entry.path("fieldsV1")));
  }

  boolean is(String otherName, String otherOperation, String otherSubresource) {
    return name.equals(otherName)
        && operation.equals(otherOperation)
        && subresource.equals(otherSubresource);
  }

  ObjectNode json() {
    ObjectNode entry =
        JsonTrees.object()
            .put("manager", name)
            .put("operation", operation)
            .put("apiVersion", apiVersion)
            .put("time", time)
            .put("fieldsType", "FieldsV1");
    entry.set("fieldsV1", fields.json());
    if (!subresource.isEmpty()) {
      entry.put("subresource", subresource);
    }
    return entry;
  }

  /** As conflict messages name it. */
  String print() {
    String with = subresource.isEmpty() ? "" : " with subresource \"" + subresource + "\"";
    String using = operation.equals("Update") ? " using " + apiVersion + " at " + time : "";
    return "\"" + name + "\"" + with + using;
  }
}
