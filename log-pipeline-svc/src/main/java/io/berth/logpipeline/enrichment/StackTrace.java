/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.enrichment;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * A Java stack trace found in a text.
 *
 * @param before what stood before it: the line of the logger
 * @param type the class of the exception
 * @param message its message; null where it has none
 * @param text the trace itself
 * @param hash the same for traces that went the same way: classes and methods, without line numbers
 *     and messages
 */
record StackTrace(String before, String type, @Nullable String message, String text, String hash) {

  private static final List<String> HEADS = List.of("Caused by: ", "Suppressed: ", "Wrapped by: ");
  private static final String IN_THREAD = "Exception in thread ";

  /** The trace in a text; null where there is none. */
  static @Nullable StackTrace in(String text) {
    List<String> lines = text.lines().toList();
    int first = firstFrame(lines) - 1;
    // The message of an exception may have line breaks of its own.
    while (first >= 0 && type(lines.get(first)) == null) {
      first--;
    }
    if (first < 0) {
      return null;
    }
    String head = withoutThread(lines.get(first));
    String type = type(lines.get(first));
    return new StackTrace(
        String.join("\n", lines.subList(0, first)).strip(),
        type == null ? "" : type,
        message(head),
        String.join("\n", lines.subList(first, lines.size())).stripTrailing(),
        hash(lines.subList(first, lines.size())));
  }

  /** Of a trace that came as a field of its own. */
  static String hash(String trace) {
    return hash(trace.lines().toList());
  }

  private static int firstFrame(List<String> lines) {
    for (int i = 0; i < lines.size(); i++) {
      if (isFrame(lines.get(i))) {
        return i;
      }
    }
    return 0;
  }

  private static boolean isFrame(String line) {
    String bare = line.stripLeading();
    return bare.length() < line.length() && bare.startsWith("at ") && bare.indexOf('(') > 0;
  }

  /** The class a line begins with; null where it begins with none. */
  private static @Nullable String type(String line) {
    String bare = withoutThread(line);
    int end = 0;
    while (end < bare.length()
        && (Character.isJavaIdentifierPart(bare.charAt(end)) || bare.charAt(end) == '.')) {
      end++;
    }
    boolean ended = end == bare.length() || bare.charAt(end) == ':';
    String name = bare.substring(0, end);
    return ended && name.indexOf('.') > 0 && !name.endsWith(".") ? name : null;
  }

  private static String withoutThread(String line) {
    int quote = line.startsWith(IN_THREAD) ? line.indexOf("\" ", IN_THREAD.length() + 1) : -1;
    return quote < 0 ? line : line.substring(quote + 2);
  }

  private static @Nullable String message(String head) {
    int colon = head.indexOf(": ");
    return colon < 0 || colon + 2 == head.length() ? null : head.substring(colon + 2);
  }

  private static String hash(List<String> lines) {
    CRC32 sum = new CRC32();
    for (String line : lines) {
      String bare = line.strip();
      if (isFrame(line)) {
        add(sum, bare.substring(0, bare.indexOf('(')));
      } else {
        add(sum, cause(bare, line.equals(lines.getFirst())));
      }
    }
    return String.format("%08x", sum.getValue());
  }

  /** The class behind {@code Caused by:}, or of the first line; empty for all other lines. */
  private static String cause(String line, boolean first) {
    String type = first ? type(line) : null;
    for (String head : HEADS) {
      type = line.startsWith(head) ? type(line.substring(head.length())) : type;
    }
    return type == null ? "" : type;
  }

  private static void add(CRC32 sum, String text) {
    if (!text.isEmpty()) {
      sum.update(text.getBytes(UTF_8));
      sum.update('\n');
    }
  }
}
