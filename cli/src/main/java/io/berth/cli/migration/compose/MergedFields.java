/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.migration.compose;

import io.berth.events.document.Node;
import io.berth.events.document.Position;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** YAML 1.1's merge keys, which Compose files use: fields beside {@code <<} hold before its own. */
final class MergedFields {

  private static final String MERGE = "<<";

  private MergedFields() {}

  static Node of(Node node) {
    return switch (node) {
      case Node.Fields fields -> of(fields);
      case Node.Items(List<Node> items, Position at) -> {
        List<Node> merged = new ArrayList<>();
        items.forEach(item -> merged.add(of(item)));
        yield new Node.Items(List.copyOf(merged), at);
      }
      default -> node;
    };
  }

  static Node.Fields of(Node.Fields fields) {
    Map<String, Node.Field> merged = new LinkedHashMap<>();
    fields
        .fields()
        .forEach(
            (name, field) -> {
              boolean isMerged = name.equals(MERGE) && isObjects(field.value());
              if (!isMerged) {
                merged.put(name, new Node.Field(field.at(), of(field.value())));
              }
            });
    Node.Field merge = fields.fields().get(MERGE);
    if (merge != null && isObjects(merge.value())) {
      List<Node> sources =
          merge.value() instanceof Node.Items(List<Node> items, Position _)
              ? items
              : List.of(merge.value());
      for (Node source : sources) {
        of((Node.Fields) source).fields().forEach(merged::putIfAbsent);
      }
    }
    return new Node.Fields(merged, fields.at());
  }

  private static boolean isObjects(Node node) {
    return node instanceof Node.Fields
        || node instanceof Node.Items(List<Node> items, Position _)
            && items.stream().allMatch(Node.Fields.class::isInstance);
  }
}
