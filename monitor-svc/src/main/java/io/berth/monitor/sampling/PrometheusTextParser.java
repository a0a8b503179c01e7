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
 * Parses Prometheus' text format, version 0.0.4, as returned by a kubelet's {@code
 * /metrics/resource}. Invalid lines are skipped.
 */
final class PrometheusTextParser {

  /**
   * A sample: one line of the text.
   *
   * @param name of the series
   * @param labels of the series
   * @param value finite
   * @param timestampMillis 0 where there is none
   */
  record PrometheusSample(
      String name, Map<String, String> labels, double value, long timestampMillis) {}

  private PrometheusTextParser() {}

  static void parse(String text, Consumer<PrometheusSample> into) {
    text.lines()
        .filter(line -> !line.isBlank() && line.charAt(0) != '#')
        .forEach(
            line -> {
              PrometheusSample sample = parseLine(line);
              if (sample != null) {
                into.accept(sample);
              }
            });
  }

  private static @Nullable PrometheusSample parseLine(String line) {
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
      return Double.isFinite(value) ? new PrometheusSample(name, labels, value, at) : null;
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
