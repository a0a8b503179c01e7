/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.migration.score;

import io.berth.cli.migration.mapping.BerthFile;
import io.berth.cli.migration.mapping.Source;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Score's placeholders: of {@code ${metadata.name}} the value is known, of resources it is not. */
final class Placeholders {

  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\$|\\$\\{([^}]*)\\}");

  private final BerthFile file;

  Placeholders(BerthFile file) {
    this.file = file;
  }

  /** The text with what is known, and what the report says of that. */
  String replace(Source source, String text, String target) {
    Set<String> unknown = new TreeSet<>();
    StringBuilder replaced = new StringBuilder();
    Matcher matcher = PLACEHOLDER.matcher(text);
    while (matcher.find()) {
      String name = matcher.group(1);
      String value = name == null ? "$" : name.equals("metadata.name") ? file.name() : "";
      if (value.isEmpty()) {
        unknown.add(matcher.group());
      }
      matcher.appendReplacement(
          replaced, Matcher.quoteReplacement(value.isEmpty() ? matcher.group() : value));
    }
    String result = matcher.appendTail(replaced).toString();
    if (!unknown.isEmpty()) {
      String names = String.join(", ", unknown);
      source.toDo(
          target,
          "Berth provides no resources: nothing tells the value of " + names + ".",
          "Write it; a secret one to a Secret that spec.envFrom names.");
      file.toDo(target + ": write the value of " + names + ".");
    } else if (result.equals(text)) {
      source.kept(target);
    } else {
      source.changed(target, "Its placeholders are written out.", "");
    }
    return result;
  }
}
