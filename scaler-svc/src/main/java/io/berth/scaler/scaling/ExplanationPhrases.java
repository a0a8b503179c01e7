/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.scaler.scaling;

import io.berth.events.metrics.ResourceSample;
import io.berth.events.metrics.ResourceSample.SourceFailure;
import io.berth.events.quantity.DurationFormat;
import io.berth.events.scaling.ScalingDecision.MetricReading;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.stream.Collectors;

/** Formats numbers and units for explanations. */
final class ExplanationPhrases {

  private ExplanationPhrases() {}

  static String pods(int count) {
    return count == 1 ? "1 pod" : count + " pods";
  }

  static String measured(MetricReading metric) {
    Long value = metric.value();
    return metric.name()
        + " is at "
        + (value == null ? "an unknown value" : value(value, metric.unit()))
        + ", target "
        + target(metric);
  }

  /** Why sources returned no samples, and where to look. */
  static String failures(ResourceSample sample) {
    String reasons =
        sample.failures().stream()
            .map(failure -> source(failure) + ": " + failure.reason())
            .collect(Collectors.joining("; "));
    return reasons
        + "; /actuator/health of monitor-svc in "
        + sample.app().cluster()
        + " says what mends it";
  }

  private static String source(SourceFailure failure) {
    if (failure.nodes().isEmpty()) {
      return failure.source();
    }
    int more = failure.nodeCount() - failure.nodes().size();
    return failure.source()
        + " of "
        + String.join(", ", failure.nodes())
        + (more == 0 ? "" : " and " + more + " more");
  }

  static String time(Duration time) {
    if (time.getNano() != 0) {
      return DurationFormat.format(time);
    }
    long seconds = time.toSeconds();
    if (seconds % 60 != 0 || seconds == 0) {
      return seconds + " s";
    }
    return seconds == 60 ? "minute" : seconds / 60 + " minutes";
  }

  static String period(Duration time) {
    return time.equals(Duration.ofMinutes(1)) ? "a minute" : time(time);
  }

  private static String target(MetricReading metric) {
    return metric.unit().startsWith("percent")
        ? metric.target() + " %"
        : value(metric.target(), metric.unit());
  }

  private static String value(long value, String unit) {
    return switch (unit) {
      case "percent-of-request" -> value + " % of the request";
      case "percent-of-limit" -> value + " % of the limit";
      case "millicores" -> value + " millicores a pod";
      case "bytes" -> value / (1024 * 1024) + " MiB a pod";
      default -> BigDecimal.valueOf(value, 3).stripTrailingZeros().toPlainString();
    };
  }
}
