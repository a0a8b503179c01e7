/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.printing;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import tools.jackson.databind.JsonNode;

/** A time span as kubectl writes it: {@code 45s}, {@code 5m30s}, {@code 3h12m}, {@code 12d}. */
final class HumanDuration {

  private HumanDuration() {}

  /** The age of an object. */
  static String age(JsonNode object, Instant now) {
    return between(object.path("metadata").path("creationTimestamp").asString(""), now);
  }

  /** From a time of the API until now; {@code <unknown>} where there is no such time. */
  static String between(String since, Instant now) {
    try {
      return since.isEmpty() ? "<unknown>" : of(Duration.between(Instant.parse(since), now));
    } catch (DateTimeException _) {
      return "<unknown>";
    }
  }

  static String of(Duration time) {
    long seconds = Math.max(0, time.toSeconds());
    long minutes = seconds / 60;
    long hours = minutes / 60;
    long days = hours / 24;
    if (seconds < 120) {
      return seconds + "s";
    }
    if (minutes < 10) {
      return two(minutes, "m", seconds % 60, "s");
    }
    if (hours < 3) {
      return minutes + "m";
    }
    if (hours < 8) {
      return two(hours, "h", minutes % 60, "m");
    }
    if (hours < 48) {
      return hours + "h";
    }
    if (days < 8) {
      return two(days, "d", hours % 24, "h");
    }
    return days < 2 * 365 ? days + "d" : two(days / 365, "y", days % 365, "d");
  }

  private static String two(long major, String unit, long minor, String minorUnit) {
    return major + unit + (minor == 0 ? "" : minor + minorUnit);
  }
}
