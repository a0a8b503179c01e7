/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.enrichment;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Log levels, normalized across logging libraries. */
enum LogLevel {
  TRACE,
  DEBUG,
  INFO,
  WARN,
  ERROR,
  FATAL;

  private static final int LOOKED_AT = 120;

  /** From a level's name, or from the numbers of pino and bunyan (10 to 60); null for others. */
  static @Nullable LogLevel of(String given) {
    return switch (given.strip().toUpperCase(Locale.ROOT)) {
      case "TRACE", "FINEST", "FINER", "VERBOSE", "T", "10" -> TRACE;
      case "DEBUG", "FINE", "CONFIG", "D", "DBG", "20" -> DEBUG;
      case "INFO", "INFORMATION", "INFORMATIONAL", "NOTICE", "I", "INF", "30" -> INFO;
      case "WARN", "WARNING", "W", "WRN", "40" -> WARN;
      case "ERROR", "ERR", "SEVERE", "E", "50" -> ERROR;
      case "FATAL", "CRITICAL", "CRIT", "ALERT", "EMERG", "EMERGENCY", "PANIC", "F", "60" -> FATAL;
      default -> null;
    };
  }

  /** From the beginning of a line, where a level stands alone in capitals. */
  static @Nullable LogLevel within(String line) {
    int end = Math.min(line.length(), LOOKED_AT);
    int word = -1;
    for (int i = 0; i <= end; i++) {
      boolean capital = i < end && line.charAt(i) >= 'A' && line.charAt(i) <= 'Z';
      if (capital && word < 0 && !isLetterBefore(line, i)) {
        word = i;
      } else if (!capital && word >= 0) {
        LogLevel level = i - word >= 4 && !isLetterAt(line, i) ? of(line.substring(word, i)) : null;
        if (level != null) {
          return level;
        }
        word = -1;
      }
    }
    return null;
  }

  private static boolean isLetterBefore(String line, int i) {
    return i > 0 && Character.isLetterOrDigit(line.charAt(i - 1));
  }

  private static boolean isLetterAt(String line, int i) {
    return i < line.length() && Character.isLetterOrDigit(line.charAt(i));
  }
}
