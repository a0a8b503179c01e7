/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the sources say about a type and its components, so that schema and pages say the same. */
final class JavaDocs {

  private static final Path SOURCES = Path.of("src/main/java");
  private static final Pattern PARAM = Pattern.compile("@param (\\S+) ");
  private static final Pattern LINK = Pattern.compile("\\{@(?:code|link)\\s([^}]*)}");

  private JavaDocs() {}

  /** The description of a type, without its tags. */
  static String of(Class<?> type) {
    return clean(
        comment(
                type,
                Pattern.compile("\\b(?:record|enum|interface) " + type.getSimpleName() + "\\b"))
            .split("\\n@param", 2)[0]);
  }

  /** The description of each component of a record. */
  static Map<String, String> components(Class<?> type) {
    String comment = comment(type, Pattern.compile("\\brecord " + type.getSimpleName() + "\\("));
    Map<String, String> found = new LinkedHashMap<>();
    Matcher tags = PARAM.matcher(comment);
    while (tags.find()) {
      String rest = comment.substring(tags.end());
      found.put(tags.group(1), clean(rest.split("\\n@", 2)[0]));
    }
    return found;
  }

  /** The comment above a constant. */
  static String of(Class<?> type, String constant) {
    return clean(comment(type, Pattern.compile("\\b" + constant + " =")));
  }

  private static String comment(Class<?> type, Pattern declaration) {
    String source = source(type);
    Matcher found = declaration.matcher(source);
    if (!found.find()) {
      throw new IllegalStateException("No declaration " + declaration + " in " + type);
    }
    int end = source.lastIndexOf("*/", found.start());
    int start = source.lastIndexOf("/**", end);
    return source.substring(start + 3, end).replaceAll("(?m)^\\s*\\* ?", "").strip();
  }

  private static String source(Class<?> type) {
    Class<?> outermost = type;
    while (outermost.getEnclosingClass() != null) {
      outermost = outermost.getEnclosingClass();
    }
    try {
      return Files.readString(SOURCES.resolve(outermost.getName().replace('.', '/') + ".java"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String clean(String text) {
    return LINK.matcher(text).replaceAll("$1").replace('#', '.').replaceAll("\\s+", " ").strip();
  }
}
