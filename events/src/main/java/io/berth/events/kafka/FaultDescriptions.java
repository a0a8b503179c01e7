/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.kafka;

import io.berth.events.document.Node;
import io.berth.events.document.Node.Ambiguous.Meaning;
import io.berth.events.document.Position;
import io.berth.events.quantity.DurationFormat;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Describes what was found in a document and what was expected there, to its author. */
final class FaultDescriptions {

  private FaultDescriptions() {}

  private static String wanted(Class<?> raw) {
    return switch (raw.getSimpleName()) {
      case "Duration" -> DurationFormat.WANTED;
      case "Quantity" -> "a quantity as Kubernetes writes it, such as 500m or 256Mi";
      case "Instant" -> "an ISO 8601 time in UTC such as 2026-01-31T12:00:00Z";
      case "int", "Integer" -> "a whole number of at most 2147483647";
      case "long", "Long" -> "a whole number";
      case "double", "Double" -> "a number";
      case "boolean", "Boolean" -> "true or false";
      default -> "text";
    };
  }

  /** The same, and how to write it where what was found is nearly right. */
  static String wanted(Class<?> raw, Node found) {
    if (raw.isEnum()) {
      return oneOf(Arrays.stream(raw.getEnumConstants()).map(Object::toString).toList(), found);
    }
    String wanted = wanted(raw);
    return switch (found) {
      case Node.Text(String value, Position _)
          when isNumber(raw) && value.matches("[-+]?[0-9]+([.][0-9]+)?") ->
          wanted + ", without quotes";
      case Node.Text(String value, Position _)
          when isBoolean(raw) && (value.equals("true") || value.equals("false")) ->
          wanted + ", without quotes";
      case Node.Ambiguous(String _, Meaning taken, Position _)
          when isNumber(raw) && taken == Meaning.NUMBER ->
          wanted + ", in decimal digits alone";
      default -> wanted;
    };
  }

  /** The names that there are, and the one that is meant where only its writing is wrong. */
  static String oneOf(List<String> names, @Nullable Node found) {
    String all = "one of: " + String.join(", ", names);
    if (!(found instanceof Node.Text(String text, Position _))) {
      return all;
    }
    return names.stream()
        .filter(name -> letters(name).equalsIgnoreCase(letters(text)))
        .findFirst()
        .map(name -> all + "; did you mean " + name + "?")
        .orElse(all);
  }

  private static String letters(String name) {
    return name.replaceAll("[\\s_-]", "");
  }

  private static boolean isNumber(Class<?> raw) {
    return switch (raw.getSimpleName()) {
      case "int", "Integer", "long", "Long", "double", "Double" -> true;
      default -> false;
    };
  }

  private static boolean isBoolean(Class<?> raw) {
    return raw == boolean.class || raw == Boolean.class;
  }

  /** What could be meant as one thing or another; a date could be meant as a time. */
  static boolean isUncertain(Node node) {
    return node instanceof Node.Ambiguous(String _, Meaning taken, Position _)
        && taken != Meaning.DATE;
  }

  static String found(Node node) {
    return switch (node) {
      case Node.Text(String value, Position _) -> "'" + value + "'";
      case Node.Numeric(String literal, Position _) -> literal;
      case Node.Ambiguous(String literal, Meaning _, Position _) -> literal;
      case Node.Bool(boolean value, Position _) -> Boolean.toString(value);
      case Node.Null _, Node.Items _, Node.Fields _ -> node.kind();
    };
  }

  /** How text is written where something else stands. */
  static String quoted(Node node) {
    return node instanceof Node.Items || node instanceof Node.Fields
        ? "text"
        : "text; put it into double quotes";
  }
}
