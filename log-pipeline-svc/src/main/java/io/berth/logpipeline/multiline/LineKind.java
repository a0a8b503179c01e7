/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.multiline;

/** Classifies a line of text, without regular expressions and without state. */
enum LineKind {
  /** Begins an event for sure: a time, or a level in capitals, stands in front. */
  HEADER,
  /** The first line of a stack trace: the name of a class, perhaps a message. */
  EXCEPTION,
  /** Continues the previous line: indented, a frame, a cause. */
  CONTINUATION,
  /** Anything else. */
  OTHER;

  private static final int LEVEL_WITHIN = 6;

  private static final String[] GOING_ON = {
    "at ",
    "Caused by:",
    "Suppressed:",
    "Wrapped by:",
    "... ",
    "*__",
    "|_",
    "nested exception is:",
    "Error has been observed at",
    "Original Stack Trace:",
    "(Coroutine boundary)",
    "[CIRCULAR REFERENCE"
  };

  private static final String[] LEVELS = {
    "TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL", "SEVERE", "WARNING", "FINE"
  };

  static LineKind of(String line) {
    if (line.isBlank() || line.charAt(0) == ' ' || line.charAt(0) == '\t' || isGoingOn(line)) {
      return CONTINUATION;
    }
    if (hasTime(line) || hasLevel(line)) {
      return HEADER;
    }
    return isException(line) ? EXCEPTION : OTHER;
  }

  private static boolean isGoingOn(String line) {
    if (line.equals("}") || line.equals(")") || line.equals("};")) {
      return true;
    }
    for (String start : GOING_ON) {
      if (line.startsWith(start)) {
        return true;
      }
    }
    return false;
  }

  /**
   * 2026-01-31, 2026/01/31, 20260131 12:, 31-Jan-2026, 12:00:00, 81109 203615; perhaps in brackets.
   */
  private static boolean hasTime(String line) {
    int at = line.charAt(0) == '[' || line.charAt(0) == '(' ? 1 : 0;
    int digits = digits(line, at);
    char next = charAt(line, at + digits);
    return switch (digits) {
      case 4 -> (next == '-' || next == '/' || next == '.') && digits(line, at + 5) == 2;
      case 2 ->
          next == ':' && digits(line, at + 3) == 2 && charAt(line, at + 5) == ':'
              || (next == '/' || next == '.') && digits(line, at + 3) == 2
              || (next == '-' || next == '/') && Character.isUpperCase(charAt(line, at + 3));
      case 6, 8 -> next == ' ' && digits(line, at + digits + 1) >= 2;
      case 10, 13 -> next == ' ' || next == '.' || next == ']';
      default -> false;
    };
  }

  /** A level alone among the first letters: {@code ERROR [main] …}, {@code [INFO] …}. */
  private static boolean hasLevel(String line) {
    for (int from = 0; from <= LEVEL_WITHIN && from < line.length(); from++) {
      char c = line.charAt(from);
      if (Character.isLetterOrDigit(c)) {
        return isLevelAt(line, from);
      }
    }
    return false;
  }

  private static boolean isLevelAt(String line, int from) {
    for (String level : LEVELS) {
      char next = charAt(line, from + level.length());
      if (line.startsWith(level, from) && !Character.isLetterOrDigit(next) && next != '_') {
        return true;
      }
    }
    return false;
  }

  /** {@code java.lang.IllegalStateException: no funds}, {@code Exception in thread "main" …}. */
  private static boolean isException(String line) {
    if (line.startsWith("Exception in thread ")) {
      return true;
    }
    int end = 0;
    int dots = 0;
    int lastDot = -1;
    while (end < line.length() && isNamePart(line.charAt(end))) {
      if (line.charAt(end) == '.') {
        dots++;
        lastDot = end;
      }
      end++;
    }
    boolean ended = end == line.length() || line.charAt(end) == ':' || line.charAt(end) == '\r';
    return dots > 0
        && ended
        && lastDot + 1 < end
        && Character.isUpperCase(line.charAt(lastDot + 1))
        && Character.isLowerCase(line.charAt(0));
  }

  private static boolean isNamePart(char c) {
    return c == '.' || c == '$' || c == '_' || Character.isLetterOrDigit(c);
  }

  private static int digits(String line, int from) {
    int to = from;
    while (to < line.length() && line.charAt(to) >= '0' && line.charAt(to) <= '9') {
      to++;
    }
    return to - from;
  }

  private static char charAt(String line, int at) {
    return at < line.length() ? line.charAt(at) : ' ';
  }
}
