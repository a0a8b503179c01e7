/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.migration.compose;

import io.berth.cli.migration.mapping.BerthFile;
import io.berth.cli.migration.mapping.Source;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Compose's variables, {@code ${NAME:-default}}: the default is written, since the shell that would
 * set them is not there when Berth deploys.
 */
final class Interpolation {

  private static final Pattern VARIABLE =
      Pattern.compile(
          "\\$(?:(?<escaped>\\$)|(?<plain>[A-Za-z_][A-Za-z0-9_]*)"
              + "|\\{(?<name>[A-Za-z_][A-Za-z0-9_]*)(?:(?<operator>:?[-?+])(?<word>[^}]*))?\\})");

  /** A default that is a variable itself. */
  private static final Pattern NESTED = Pattern.compile("(?<!\\$)\\$\\{[^{}]*(\\$\\{[^{}]*\\})");

  private Interpolation() {}

  /** Whether nothing in the text is to be replaced. */
  static boolean isPlain(String text) {
    return !VARIABLE.matcher(text).find();
  }

  /** The text with the defaults, without a word in the report. */
  static String of(String text) {
    return replace(text, new TreeSet<>());
  }

  /** The text with the defaults, and what the report says of that. */
  static String of(Source source, String text, String target, BerthFile file) {
    Set<String> unknown = new TreeSet<>();
    String replaced = replace(text, unknown);
    if (!unknown.isEmpty()) {
      String names = String.join(", ", unknown);
      source.toDo(
          target,
          "The value of " + names + " is set outside the file.",
          "Write it; a secret one to a Secret that spec.envFrom names.");
      file.toDo(target + ": write the value of " + names + ".");
    } else if (replaced.equals(text)) {
      source.kept(target);
    } else {
      source.changed(target, "The default of its variables is written.", "");
    }
    return replaced;
  }

  private static String replace(String text, Set<String> unknown) {
    String flat = text;
    for (Matcher inner = NESTED.matcher(flat); inner.find(); inner = NESTED.matcher(flat)) {
      String word = once(inner.group(1), unknown);
      if (word.contains("${")) {
        return text; // the default of a default is not known
      }
      flat = flat.substring(0, inner.start(1)) + word + flat.substring(inner.end(1));
    }
    return once(flat, unknown);
  }

  private static String once(String text, Set<String> unknown) {
    StringBuilder replaced = new StringBuilder();
    Matcher matcher = VARIABLE.matcher(text);
    while (matcher.find()) {
      matcher.appendReplacement(replaced, Matcher.quoteReplacement(value(matcher, unknown)));
    }
    return matcher.appendTail(replaced).toString();
  }

  private static String value(Matcher matcher, Set<String> unknown) {
    if (matcher.group("escaped") != null) {
      return "$";
    }
    String operator = matcher.group("operator");
    String word = matcher.group("word");
    if (operator != null && word != null && operator.endsWith("-")) {
      return word;
    }
    if (operator != null && operator.endsWith("+")) {
      return "";
    }
    String name = matcher.group("plain") == null ? matcher.group("name") : matcher.group("plain");
    unknown.add(String.valueOf(name));
    return matcher.group();
  }
}
