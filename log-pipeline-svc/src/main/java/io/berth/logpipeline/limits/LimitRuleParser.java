/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.limits;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Parses limit rules: {@code cart: records=500 bytes=1048576 burst=10 DEBUG=0 INFO=10; *: TRACE=0}.
 */
final class LimitRuleParser {

  private static final Set<String> LEVELS =
      Set.of("TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL");

  private LimitRuleParser() {}

  /**
   * Reads the rules, by application ({@code app}, {@code namespace/app} or {@code *}).
   *
   * @throws IllegalArgumentException saying what is wanted
   */
  static Map<String, LimitRule> read(String text) {
    Map<String, LimitRule> rules = new LinkedHashMap<>();
    for (String entry : text.split(";")) {
      if (!entry.isBlank()) {
        int colon = entry.indexOf(':');
        if (colon < 1) {
          throw wrong(entry, "no application with a colon in front");
        }
        rules.put(entry.substring(0, colon).strip(), rule(entry, entry.substring(colon + 1)));
      }
    }
    return rules;
  }

  private static LimitRule rule(String entry, String words) {
    Map<String, Integer> levels = new HashMap<>();
    Map<String, Long> numbers = new HashMap<>(Map.of("records", 0L, "bytes", 0L, "burst", 10L));
    boolean warningsToo = false;
    for (String word : words.strip().split("\\s+")) {
      int equals = word.indexOf('=');
      String name = equals < 0 ? word : word.substring(0, equals);
      if (word.equals("warnings=limited")) {
        warningsToo = true;
      } else if (equals > 0 && LEVELS.contains(name.toUpperCase(Locale.ROOT))) {
        levels.put(name.toUpperCase(Locale.ROOT), (int) number(entry, word, equals));
      } else if (equals > 0 && numbers.containsKey(name)) {
        numbers.put(name, number(entry, word, equals));
      } else {
        throw wrong(entry, "'" + word + "'");
      }
    }
    return rule(entry, numbers, levels, warningsToo);
  }

  private static LimitRule rule(
      String entry, Map<String, Long> numbers, Map<String, Integer> levels, boolean warningsToo) {
    try {
      return new LimitRule(
          new LogQuota(
              numbers.getOrDefault("records", 0L),
              numbers.getOrDefault("bytes", 0L),
              Math.toIntExact(numbers.getOrDefault("burst", 10L)),
              warningsToo),
          new Sampling(levels));
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw wrong(entry, String.valueOf(e.getMessage()));
    }
  }

  private static long number(String entry, String word, int equals) {
    String digits = word.substring(equals + 1);
    if (!digits.matches("[0-9]{1,12}")) {
      throw wrong(entry, "'" + word + "'");
    }
    return Long.parseLong(digits);
  }

  private static IllegalArgumentException wrong(String entry, String found) {
    return new IllegalArgumentException(
        "BERTH_LOG_LIMITS has '"
            + entry.strip()
            + "' with "
            + found
            + "; wanted such as 'cart: records=500 bytes=1048576 burst=10 DEBUG=0 INFO=10', "
            + "several by semicolons, levels in percent kept, '*' for every application");
  }
}
