/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.search;

import java.util.List;
import java.util.Locale;

/** Levels from harmless to worst. */
public final class Levels {

  private static final List<String> ALL =
      List.of("TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL");

  private Levels() {}

  /** A level and those that are worse. */
  public static List<String> from(String level) {
    int at = ALL.indexOf(level.toUpperCase(Locale.ROOT));
    if (at < 0) {
      throw new InvalidQuery("level", level, "one of " + String.join(", ", ALL));
    }
    return ALL.subList(at, ALL.size());
  }
}
