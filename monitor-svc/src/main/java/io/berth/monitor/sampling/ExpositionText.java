/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.sampling;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads Prometheus' text format, version 0.0.4, as a kubelet's {@code /metrics/resource} writes it.
 * Lines that cannot be read are left out: one broken line costs one series.
 */
final class ExpositionText {

  /**
   * One line.
   *
   * @param name of the series
   * @param labels its labels
   * @param value finite
   * @param timestampMillis as written; 0 where there is none
   */
  record Sample(String name, Map<String, String> labels, double value, long timestampMillis) {}

  private ExpositionText() {}

  static void read(String text, Consumer<Sample> into) {
    text.lines()
        .filter(line -> !line.isBlank() && line.charAt(0) != '#')
        .forEach(
            line -> {
              Sample sample = line(line);
              if (sample != null) {
                into.accept(sample);
              }
            });
  }

  private static @Nullable Sample line(String line) {
    int open = line.indexOf('{');
    int end = open < 0 ? line.indexOf(' ') : line.lastIndexOf('}') + 1;
    if (end <= 0) {
      return null;
    }
    String name = line.substring(0, open < 0 ? end : open).trim();
    String[] rest = line.substring(end).trim().split("\\s+");
    try {
      double value = Double.parseDouble(rest[0]);
      long at = rest.length > 1 ? Long.parseLong(rest[1]) : 0;
      Map<String, String> labels = open < 0 ? Map.of() : labels(line.substring(open + 1, end - 1));
      return Double.isFinite(value) ? new Sample(name, labels, value, at) : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static Map<String, String> labels(String text) {
    Map<String, String> labels = new HashMap<>();
    int at = 0;
    while (at < text.length()) {
      int equals = text.indexOf("=\"", at);
      if (equals < 0) {
        break;
      }
      StringBuilder value = new StringBuilder();
      int i = equals + 2;
      while (i < text.length() && text.charAt(i) != '"') {
        char c = text.charAt(i);
        if (c == '\\' && i + 1 < text.length()) {
          i++;
          c = text.charAt(i) == 'n' ? '\n' : text.charAt(i);
        }
        value.append(c);
        i++;
      }
      labels.put(text.substring(at, equals).replace(",", "").trim(), value.toString());
      at = i + 1;
    }
    return labels;
  }
}
