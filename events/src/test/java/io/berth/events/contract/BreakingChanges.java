/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.contract;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** What in a newer schema would break a reader or a writer that knows the older one. */
final class BreakingChanges {

  private final JsonNode older;
  private final JsonNode newer;
  private final List<String> found = new ArrayList<>();
  private final Set<String> seen = new HashSet<>();

  private BreakingChanges(JsonNode older, JsonNode newer) {
    this.older = older;
    this.newer = newer;
  }

  /** Each change with its path, in words; empty where every old document and reader still works. */
  static List<String> between(JsonNode older, JsonNode newer) {
    BreakingChanges changes = new BreakingChanges(older, newer);
    changes.compare("", older, newer);
    return changes.found;
  }

  private void compare(String at, JsonNode before, JsonNode after) {
    JsonNode was = resolve(older, before);
    JsonNode is = resolve(newer, after);
    if (!before.path("$ref").isMissingNode() && !seen.add(at + before.path("$ref"))) {
      return;
    }
    for (String keyword : List.of("type", "format", "const")) {
      if (!was.path(keyword).equals(is.path(keyword))) {
        found.add(
            at + ": " + keyword + " was " + was.path(keyword) + " and is " + is.path(keyword));
      }
    }
    values(at, was, is);
    required(at, was, is);
    properties(at, was, is);
    for (String inner : List.of("items", "additionalProperties")) {
      if (was.path(inner).isObject() && is.path(inner).isObject()) {
        compare(at + "/*", was.get(inner), is.get(inner));
      }
    }
    variants(at, was, is);
  }

  private void values(String at, JsonNode was, JsonNode is) {
    Set<JsonNode> now = new HashSet<>(is.path("enum").values());
    was.path("enum").values().stream()
        .filter(value -> !now.contains(value))
        .forEach(value -> found.add(at + ": the value " + value + " was removed"));
  }

  private void required(String at, JsonNode was, JsonNode is) {
    Set<JsonNode> before = new HashSet<>(was.path("required").values());
    is.path("required").values().stream()
        .filter(name -> !before.contains(name))
        .forEach(name -> found.add(at + "/" + name.asString() + ": is required, and was not"));
  }

  private void properties(String at, JsonNode was, JsonNode is) {
    was.path("properties")
        .properties()
        .forEach(
            entry -> {
              JsonNode now = is.path("properties").path(entry.getKey());
              if (now.isMissingNode()) {
                found.add(at + "/" + entry.getKey() + ": was removed");
              } else {
                compare(at + "/" + entry.getKey(), entry.getValue(), now);
              }
            });
  }

  private void variants(String at, JsonNode was, JsonNode is) {
    for (JsonNode variant : was.path("oneOf").values()) {
      JsonNode kept =
          is.path("oneOf").valueStream().filter(variant::equals).findFirst().orElse(null);
      if (kept == null) {
        found.add(at + ": the variant " + variant.path("$ref").asString() + " was removed");
      } else {
        compare(at + variant.path("$ref").asString(), variant, kept);
      }
    }
  }

  private static JsonNode resolve(JsonNode root, JsonNode schema) {
    return schema.has("$ref") ? root.at(schema.get("$ref").asString().substring(1)) : schema;
  }
}
