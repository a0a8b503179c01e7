/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.document;

import tools.jackson.core.JacksonException;

/**
 * What breaks the grammar of JSON, in the words of its author. Of the input only the one character
 * is told at which reading stopped: it may hold a secret.
 */
final class JsonSyntaxErrors {

  private JsonSyntaxErrors() {}

  /** The fault to be thrown. */
  static DocumentBuilder.ReadingStoppedException stop(
      DocumentBuilder builder, String text, int offset, JacksonException e) {
    String message = e.getOriginalMessage();
    if (message.contains("end-of-input")) {
      return builder.stop(text.length(), "the end of the document", ended(message));
    }
    int at = Math.min(offset, text.length() - 1);
    char character = text.charAt(at);
    if (message.contains("Unrecognized character escape")) {
      return builder.stop(
          at,
          "the escape \\" + character,
          "one of \\\" \\\\ \\/ \\b \\f \\n \\r \\t or \\u with four digits; \\\\ for a backslash");
    }
    if (message.contains("hex-digit")) {
      return builder.stop(at, "an escape \\u without four hexadecimal digits", "such as \\u00e9");
    }
    if (message.contains("Illegal unquoted character")) {
      return builder.stop(
          at,
          Characters.named(character) + " within a text",
          "its escape, such as \\n for a line break and \\t for a tab");
    }
    if (message.contains("plus signs")) {
      return builder.stop(at - 1, "a number with a plus sign", "a number without");
    }
    if (message.contains("Non-standard token")) {
      return builder.stop(
          wordStart(text, at), "NaN or Infinity", "a number, or leave the field out");
    }
    if (message.contains("Leading zeroes")) {
      return builder.stop(
          at, "a number with a leading zero", "a number without, or text in quotes");
    }
    return stop(builder, text, at, message);
  }

  private static int wordStart(String text, int at) {
    int start = at;
    while (start > 0
        && (Character.isLetter(text.charAt(start - 1)) || text.charAt(start - 1) == '-')) {
      start--;
    }
    return start;
  }

  private static String ended(String message) {
    return message.contains("string value") || message.contains("property name")
        ? "the closing quote of a text"
        : message.contains("for Object")
            ? "the object's end, }"
            : message.contains("for Array") ? "the list's end, ]" : "the rest of the value";
  }

  private static DocumentBuilder.ReadingStoppedException stop(
      DocumentBuilder builder, String text, int at, String message) {
    char character = text.charAt(at);
    return switch (character) {
      case '/', '#' ->
          builder.stop(at, "a comment", "JSON without comments; YAML may have them, after a #");
      case '\'' -> builder.stop(at, "a single quote", "double quotes around names and texts");
      case '}', ']' ->
          message.contains("double-quote") || message.contains("expected a")
              ? builder.stop(
                  at, "'" + character + "' after a comma or colon", "a value there, or no comma")
              : builder.stop(at, "'" + character + "'", "the end of what was begun last");
      case ',' -> builder.stop(at, "',' without a value before it", "a value there, or no comma");
      default -> word(builder, text, at, message);
    };
  }

  private static DocumentBuilder.ReadingStoppedException word(
      DocumentBuilder builder, String text, int at, String message) {
    char character = text.charAt(at);
    if (message.contains("numeric value")) {
      return builder.stop(at, shown(character) + " within a number", "such as 5, 0.5 or 5e3");
    }
    boolean afterDigit = at > 0 && Character.isDigit(text.charAt(at - 1));
    if (afterDigit && (Character.isLetter(character) || character == '_' || character == '.')) {
      return builder.stop(
          at, shown(character) + " within a number", "decimal digits alone, or text in quotes");
    }
    if (message.contains("separate Array entries") || message.contains("separate Object entries")) {
      return builder.stop(at, shown(character), "a comma between two values, or the end");
    }
    if (message.contains("was expecting a colon")) {
      return builder.stop(at, shown(character), "a colon between a name and its value");
    }
    if (message.contains("to start property name")) {
      return builder.stop(at, "a name without quotes", "double quotes around the name");
    }
    return builder.stop(
        at,
        Character.isLetter(character) ? "a word without quotes" : shown(character),
        "a value: text in double quotes, a number, true, false, null, a list or an object");
  }

  private static String shown(char character) {
    return character > ' ' && character < 0x7f
        ? "'" + character + "'"
        : Characters.named(character);
  }
}
