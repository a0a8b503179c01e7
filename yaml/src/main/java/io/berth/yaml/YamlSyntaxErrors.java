/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.yaml;

import io.berth.events.document.Document;
import io.berth.events.document.DocumentBuilder;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Describes syntax errors of YAML to the document's author. Of the input only the character at
 * which parsing stopped is quoted, because the input may contain a secret.
 */
final class YamlSyntaxErrors {

  /** What was found and what was expected. */
  private record Description(String found, String wanted) {}

  private static final String QUOTES = "double quotes around the value";

  private YamlSyntaxErrors() {}

  static Document stopped(
      DocumentBuilder builder, String text, int offset, MarkedYamlEngineException e) {
    String problem = e.getProblem() == null ? "" : e.getProblem();
    String context = e.getContext() == null ? "" : e.getContext();
    int at = Math.min(offset, text.length());
    char character = at < text.length() ? text.charAt(at) : ' ';
    Description description =
        problem.contains("expected <block end>, but found '<scalar>'") && !beginsLine(text, at)
            ? new Description("more behind the end of a value", QUOTES + " as a whole")
            : description(problem, context, character);
    builder.stop(at, description.found(), description.wanted());
    return builder.build();
  }

  private static boolean beginsLine(String text, int at) {
    return text.substring(text.lastIndexOf('\n', at - 1) + 1, at).isBlank();
  }

  static Document stopped(DocumentBuilder builder, YamlEngineException e) {
    String message = e.getMessage() == null ? "" : e.getMessage();
    builder.stop(
        0,
        message.startsWith("Version") ? "another version of YAML" : "what is no YAML",
        "YAML 1.2");
    return builder.build();
  }

  private static Description description(String problem, String context, char character) {
    if (problem.contains("cannot start any token")) {
      return character == '\t'
          ? new Description("a tab", "spaces: YAML does not indent with tabs")
          : new Description("'" + character + "' at the beginning of a value", QUOTES);
    }
    if (problem.contains("mapping values are not allowed")) {
      return new Description(
          "a ':' within a value, or a field that is not in line with those around it",
          QUOTES + ", or the same indent for all fields of an object");
    }
    if (problem.contains("could not find expected ':'")) {
      return new Description("a line without ':'", "'name: value', or '- value' for a list");
    }
    if (problem.contains("unexpected end of stream") || problem.contains("document separator")) {
      return new Description("the end of the document within quotes", "the closing quote");
    }
    if (context.contains("double-quoted scalar")) {
      return escape(problem, character);
    }
    return context.contains("block scalar")
        ? block(problem, character)
        : indicator(problem, context, character);
  }

  private static Description escape(String problem, char character) {
    return problem.contains("escape sequence of")
        ? new Description(
            "an escape of too few digits",
            "\\x with two hexadecimal digits, \\u with four, \\U with eight; \\\\ for a backslash")
        : new Description(
            problem.matches(".*escape character [0-9A-Fa-f]{8}")
                ? "an escape of no character of Unicode"
                : "an escape that YAML does not have: \\" + character,
            "\\\\ for a backslash, or single quotes around the value");
  }

  /** Behind | or >, which begin a text of several lines. */
  private static Description block(String problem, char character) {
    if (problem.contains("leading empty lines")) {
      return new Description(
          "an empty line with more spaces than the first line of the text",
          "no spaces in empty lines before a text");
    }
    return new Description(
        character == '\t' ? "a tab behind | or >" : "'" + character + "' behind | or >",
        "the text in the lines below, indented; behind | or > nothing but +, - or a digit from 1"
            + " to 9; or "
            + QUOTES);
  }

  /** A character that means something to YAML where it was not meant. */
  private static Description indicator(String problem, String context, char character) {
    if (problem.contains("entries are not allowed here")
        || problem.contains("keys are not allowed here")) {
      return new Description(
          "a list or an object that begins behind a name, '" + character + "'",
          "the next line for it, indented; or " + QUOTES);
    }
    if (context.contains("an alias") || context.contains("an anchor")) {
      return new Description(
          (context.contains("an alias") ? "'*'" : "'&'") + " without a name behind it", QUOTES);
    }
    if (context.contains("a tag") || problem.contains("undefined tag")) {
      return new Description("a tag", "a plain value; text in quotes");
    }
    if (context.contains("a directive") || problem.contains("directive")) {
      return new Description("a directive, %", "a document without directives");
    }
    return structure(problem, context, character);
  }

  private static Description structure(String problem, String context, char character) {
    if (problem.contains("expected '<document start>'")) {
      return new Description(
          "more after the end of the document",
          "one document, the fields of an object all with the same indent");
    }
    if (problem.contains("found '<anchor>'") || problem.contains("found '<tag>'")) {
      return new Description("a second anchor or tag of a value", "one of each at most");
    }
    if (problem.contains("expected <block end>")) {
      return new Description(
          "a line whose indent fits nothing before it",
          "the same indent for what belongs together");
    }
    if (context.contains("flow sequence")) {
      return new Description("no ',' or ']' in a list", "',' between values, ']' at the end");
    }
    if (context.contains("flow mapping")) {
      return new Description("no ',' or '}' in an object", "',' between fields, '}' at the end");
    }
    if (problem.contains("expected the node content")) {
      return new Description("'" + character + "' where a value should be", "a value");
    }
    return new Description("what is no YAML", "YAML 1.2");
  }
}
