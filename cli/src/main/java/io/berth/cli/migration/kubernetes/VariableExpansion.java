/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.migration.kubernetes;

import io.berth.cli.migration.mapping.BerthFile;
import io.berth.cli.migration.mapping.Source;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Kubernetes' references to variables, {@code $(NAME)}, which Berth does not expand: those whose
 * values are known are written out.
 */
final class VariableExpansion {

  private static final Pattern REFERENCE =
      Pattern.compile("\\$\\$|\\$\\(([A-Za-z_.-][A-Za-z0-9_.-]*)\\)");

  private final Map<String, String> known = new HashMap<>();
  private final Set<String> unknown = new HashSet<>();

  /** A variable with a plain value. */
  void define(String name, String value) {
    known.put(name, value);
    unknown.remove(name);
  }

  /** A variable whose value only the pod knows. */
  void defineUnknown(String name) {
    known.remove(name);
    unknown.add(name);
  }

  /** The text as the process gets it from Kubernetes, and what the report says of that. */
  String expand(Source source, String text, String target, BerthFile file) {
    Set<String> left = new TreeSet<>();
    StringBuilder expanded = new StringBuilder();
    Matcher matcher = REFERENCE.matcher(text);
    while (matcher.find()) {
      String name = matcher.group(1);
      String value = name == null ? "$" : known.get(name);
      if (unknown.contains(name)) {
        left.add(name);
      }
      matcher.appendReplacement(
          expanded, Matcher.quoteReplacement(value == null ? matcher.group() : value));
    }
    matcher.appendTail(expanded);
    String result = expanded.toString();
    if (!left.isEmpty()) {
      String names = "$(" + String.join("), $(", left) + ")";
      source.toDo(
          target,
          "Berth does not expand " + names + ", whose value only the pod knows.",
          "Let the program read the variable, or a shell: command: [sh, -c, ...].");
      file.toDo(target + " holds " + names + ", which Berth does not expand.");
    } else if (result.equals(text)) {
      source.kept(target);
    } else {
      source.changed(target, "Berth does not expand variables: their values stand there.", "");
    }
    return result;
  }
}
