/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.kafka;

import java.util.Arrays;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** What was found in JSON and what was wanted there, in the words of its author. */
final class InputWords {

  private InputWords() {}

  static String wanted(Class<?> raw) {
    if (raw.isEnum()) {
      return Arrays.stream(raw.getEnumConstants())
          .map(Object::toString)
          .collect(Collectors.joining(", ", "one of: ", ""));
    }
    return switch (raw.getSimpleName()) {
      case "Duration" -> "an ISO 8601 duration such as PT30S";
      case "Instant" -> "an ISO 8601 time in UTC such as 2026-01-31T12:00:00Z";
      case "int", "Integer" -> "a whole number of at most 2147483647";
      case "long", "Long" -> "a whole number";
      case "double", "Double" -> "a number";
      case "boolean", "Boolean" -> "true or false";
      default -> "text";
    };
  }

  static String found(JsonNode node) {
    if (node.isContainer()) {
      return kind(node);
    }
    return node.isString() ? "'" + node.asString() + "'" : node.toString();
  }

  static String kind(JsonNode node) {
    if (node.isContainer()) {
      return node.isArray() ? "a list" : "an object";
    }
    return node.isNumber() ? "a number" : node.isString() ? "text" : node.toString();
  }
}
