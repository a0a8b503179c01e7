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
    Description description = description(problem, context, character);
    builder.stop(at, description.found(), description.wanted());
    return builder.build();
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
    if (problem.contains("unknown escape character") || problem.contains("escape sequence of")) {
      return new Description(
          "an escape that YAML does not have: \\" + character,
          "\\\\ for a backslash, or single quotes around the value");
    }
    return structure(problem, context, character);
  }

  private static Description structure(String problem, String context, char character) {
    if (problem.contains("expected '<document start>'")) {
      return new Description(
          "more after the end of the document",
          "one document, the fields of an object all with the same indent");
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
    return new Description(problem.isEmpty() ? "what is no YAML" : problem, "YAML 1.2");
  }
}
