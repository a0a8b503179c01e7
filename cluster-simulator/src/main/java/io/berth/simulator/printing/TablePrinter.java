/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.printing;

import io.berth.simulator.store.ApiResource;
import io.berth.simulator.store.JsonTrees;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Turns objects and lists into {@code meta.k8s.io/v1 Table}. */
public final class TablePrinter {

  private static final String META_VERSION = "meta.k8s.io/v1";

  private TablePrinter() {}

  /**
   * A table of one object, or of a list's items.
   *
   * @param answer the object or the list
   * @param include what each row has of its object: {@code None}, {@code Object}, else its metadata
   */
  public static ObjectNode print(
      ApiResource resource, JsonNode answer, String include, Instant now) {
    boolean isList = answer.path("kind").asString("").equals(resource.kind() + "List");
    List<JsonNode> objects = isList ? answer.path("items").valueStream().toList() : List.of(answer);
    List<Column> columns = Columns.of(resource);
    ObjectNode table = JsonTrees.object().put("kind", "Table").put("apiVersion", META_VERSION);
    ObjectNode metadata = table.putObject("metadata");
    for (String field : List.of("resourceVersion", "continue", "remainingItemCount")) {
      JsonNode value = answer.path("metadata").path(field);
      if (!value.isMissingNode()) {
        metadata.set(field, value);
      }
    }
    columns.forEach(column -> define(column, table.withArray("columnDefinitions")));
    ArrayNode rows = table.putArray("rows");
    objects.forEach(object -> add(object, columns, include, now, rows.addObject()));
    return table;
  }

  private static void define(Column column, ArrayNode definitions) {
    definitions
        .addObject()
        .put("name", column.name())
        .put("type", column.isNumber() ? "integer" : "string")
        .put("format", column.name().equals("Name") ? "name" : "")
        .put("description", "")
        .put("priority", column.isWide() ? 1 : 0);
  }

  private static void add(
      JsonNode object, List<Column> columns, String include, Instant now, ObjectNode row) {
    ArrayNode cells = row.putArray("cells");
    for (Column column : columns) {
      switch (column.cell().apply(object, now)) {
        case Integer number -> cells.add(number);
        case Object text -> cells.add(text.toString());
      }
    }
    switch (include) {
      case "None" -> {}
      case "Object" -> row.set("object", object);
      default ->
          row.putObject("object")
              .put("kind", "PartialObjectMetadata")
              .put("apiVersion", META_VERSION)
              .set("metadata", object.path("metadata"));
    }
  }
}
