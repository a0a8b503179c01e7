/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.search;

import java.util.List;
import java.util.Locale;

/** Log levels in ascending severity. */
public final class LogLevels {

  private static final List<String> ALL =
      List.of("TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL");

  private LogLevels() {}

  /** A level and those that are worse. */
  public static List<String> from(String level) {
    int at = ALL.indexOf(level.toUpperCase(Locale.ROOT));
    if (at < 0) {
      throw new InvalidQueryException("level", level, "one of " + String.join(", ", ALL));
    }
    return ALL.subList(at, ALL.size());
  }
}
