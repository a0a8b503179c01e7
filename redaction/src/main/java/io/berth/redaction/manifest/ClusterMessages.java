/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.redaction.manifest;

import io.berth.redaction.Redactor;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a cluster says about objects, without secrets. An API server that refuses an object repeats
 * its values, {@code spec.containers[0].env[0].value: Invalid value: "…"}; of these only the ones
 * stay that {@link ManifestValues} shows.
 */
public final class ClusterMessages {

  private static final String HIDDEN = "(not shown)";

  private static final Pattern REPEATED =
      Pattern.compile("(?:Invalid|Unsupported|Duplicate|Not supported|Too (?:long|many)) value: ");

  /** The field that a value is of, before what is said of it; keys may stand in it. */
  private static final Pattern FIELD =
      Pattern.compile("[\\w.\\-/]++(?:\\[[^]\\s]{0,300}+][\\w.\\-/]*+){0,20}");

  /** No field of Kubernetes has a longer path; what stands before it is not looked at. */
  private static final int MAX_FIELD = 1000;

  /** As Go writes a text. */
  private static final Pattern QUOTED = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*+\"?");

  private static final Pattern BARE = Pattern.compile("-?[0-9][\\w.]*+|true|false|null");

  private static final Pattern KEY = Pattern.compile("\\[[^]]*]");

  private ClusterMessages() {}

  /** The text without secrets; empty where there is none. */
  public static String redact(@Nullable String message) {
    return message == null ? "" : Redactor.redact(withoutRepeated(message));
  }

  /** The same; null where there is none. */
  public static @Nullable String redactIfPresent(@Nullable String message) {
    return message == null ? null : redact(message);
  }

  /** The same, and not longer than so many characters: what is cut off is told. */
  public static String redact(@Nullable String message, int longest) {
    String clean = redact(message);
    return clean.length() <= longest
        ? clean
        : clean.substring(0, longest) + "… (" + clean.length() + " characters in all)";
  }

  private static String withoutRepeated(String message) {
    if (!message.contains(" value: ")) {
      return message;
    }
    StringBuilder out = new StringBuilder(message.length());
    Matcher repeated = REPEATED.matcher(message);
    int copied = 0;
    while (repeated.find(copied)) {
      out.append(message, copied, repeated.end());
      copied = value(message, repeated.end(), fields(message, repeated.start()), out);
    }
    return copied == 0 ? message : out.append(message, copied, message.length()).toString();
  }

  /** The names of the field before a place, {@code spec.replicas: }; none where there is none. */
  private static List<String> fields(String message, int place) {
    int to = place - 2;
    if (to < 0 || !message.startsWith(": ", to)) {
      return List.of();
    }
    int from = to;
    while (from > 0 && to - from < MAX_FIELD && message.charAt(from - 1) > ' ') {
      from--;
    }
    Matcher field = FIELD.matcher(message).region(from, to);
    while (field.find()) {
      if (field.end() == to) {
        return List.of(KEY.matcher(field.group()).replaceAll("").split("\\."));
      }
    }
    return List.of();
  }

  /** Writes the value or its stand-in; returns where the text goes on behind it. */
  private static int value(String message, int at, List<String> fields, StringBuilder out) {
    Matcher quoted = QUOTED.matcher(message).region(at, message.length());
    Matcher bare = BARE.matcher(message).region(at, message.length());
    if (quoted.lookingAt() || bare.lookingAt()) {
      int end = quoted.lookingAt() ? quoted.end() : bare.end();
      Object leaf = quoted.lookingAt() ? message.substring(at, end) : Boolean.TRUE;
      out.append(ManifestValues.isShown(fields, leaf) ? message.substring(at, end) : HIDDEN);
      return end;
    }
    out.append(HIDDEN);
    return structureEnd(message, at);
  }

  /** {@code core.EnvVar{Name:"x", Value:"…"}}, {@code map[…]}: up to its last bracket. */
  private static int structureEnd(String message, int from) {
    int depth = 0;
    int i = from;
    while (i < message.length()) {
      char c = message.charAt(i);
      if (c == '"') {
        Matcher quoted = QUOTED.matcher(message).region(i, message.length());
        i = quoted.lookingAt() ? quoted.end() : message.length();
        continue;
      }
      depth += c == '{' || c == '[' || c == '(' ? 1 : c == '}' || c == ']' || c == ')' ? -1 : 0;
      if (depth < 0 || depth == 0 && (c == ',' || message.startsWith(": ", i))) {
        return i;
      }
      i++;
    }
    return i;
  }
}
