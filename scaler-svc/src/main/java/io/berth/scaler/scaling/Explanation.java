/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.scaler.scaling;

import io.berth.events.quantity.DurationFormat;
import io.berth.events.scaling.Behavior.RatePolicy;
import io.berth.events.scaling.Behavior.RateType;
import io.berth.events.scaling.ScalingDecision.MetricReading;
import io.berth.events.scaling.ScalingDecision.RateLimit;
import io.berth.events.scaling.ScalingPolicy;
import io.berth.scaler.hpa.MetricResult;
import io.berth.scaler.hpa.ReplicaDecision;
import io.berth.scaler.hpa.ScalingContext;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Explains a decision in one sentence, for developers who do not know autoscalers. */
final class Explanation {

  /** Maximum number of listed faults; a policy may have any number of metrics. */
  private static final int MAX_FAULTS = 5;

  private final ScalingContext at;
  private final ReplicaDecision decided;

  private Explanation(ScalingContext at, ReplicaDecision decided) {
    this.at = at;
    this.decided = decided;
  }

  static String of(ScalingContext at, ReplicaDecision decided) {
    return new Explanation(at, decided).sentence();
  }

  private String sentence() {
    String shadow =
        at.policy().mode() == ScalingPolicy.Mode.SHADOW && decided.desired() != at.current()
            ? " (shadow policy: shown, not done)"
            : "";
    return explanation() + shadow;
  }

  private String explanation() {
    ScalingPolicy policy = at.policy();
    return switch (decided.reason()) {
      case DESIRED_WITHIN_RANGE -> measured() + ", " + change();
      case WITHIN_TOLERANCE -> measured() + ": close enough, " + unchanged();
      case TOO_FEW_REPLICAS ->
          decided.chosen() == null
              ? pods(at.current())
                  + (at.current() == 1 ? " is" : " are")
                  + " fewer than the policy's minimum of "
                  + policy.minReplicas()
                  + ", "
                  + change()
              : proposal() + ", the policy's minimum is " + policy.minReplicas() + ", " + change();
      case TOO_MANY_REPLICAS ->
          decided.chosen() == null
              ? pods(at.current())
                  + (at.current() == 1 ? " is" : " are")
                  + " more than the policy's maximum of "
                  + policy.maxReplicas()
                  + ", "
                  + change()
              : proposal() + ", the policy's maximum is " + policy.maxReplicas() + ", " + change();
      case SCALE_UP_LIMIT, SCALE_DOWN_LIMIT -> proposal() + ", " + rate() + ", " + change();
      case SCALE_UP_STABILIZED ->
          proposal() + ", but not throughout the last " + window() + ", " + change();
      case SCALE_DOWN_STABILIZED ->
          proposal() + ", but within the last " + window() + " more were needed, " + change();
      case HOLD_METRICS_MISSING -> "no metric could be read (" + faults() + "), " + unchanged();
      case HOLD_METRICS_PARTLY_MISSING ->
          proposal() + ", but not every metric could be read (" + faults() + "), " + unchanged();
      case HOLD_ROLLOUT ->
          "a roll-out is running and its starting pods are no measure of the load, " + unchanged();
      case HOLD_PAUSED ->
          "version " + policy.version() + " of the policy pauses scaling, " + unchanged();
      case SCALING_DISABLED ->
          "the application was scaled to 0 by hand and stays so until somebody scales it up";
    };
  }

  /** {@code cpu is at 92 % of the request, target 60 %}. */
  private String measured() {
    MetricReading chosen = chosen();
    return chosen == null ? "nothing was measured" : measured(chosen);
  }

  /** … and what it proposes. */
  private String proposal() {
    Integer raw = decided.rawDesired();
    return measured()
        + (raw == null
            ? ""
            : ", which asks for "
                + (raw == Integer.MAX_VALUE ? "more pods than can be counted" : pods(raw)));
  }

  private @Nullable MetricReading chosen() {
    MetricResult chosen = decided.chosen();
    return chosen == null ? null : chosen.metric();
  }

  private String change() {
    return decided.desired() == at.current()
        ? unchanged()
        : pods(at.current()) + " → " + decided.desired();
  }

  private String unchanged() {
    return pods(at.current()) + (at.current() == 1 ? " stays" : " stay");
  }

  private String window() {
    var stabilization = decided.stabilization();
    return stabilization == null ? "window" : time(stabilization.window());
  }

  private String rate() {
    RateLimit limit = decided.rateLimit();
    RatePolicy policy = limit == null ? null : limit.policy();
    boolean out = decided.rawDesired() != null && decided.rawDesired() > at.current();
    if (policy == null) {
      return "the policy forbids scaling " + (out ? "out" : "in");
    }
    String amount =
        policy.type() == RateType.PODS ? pods(policy.value()) : policy.value() + " % of the pods";
    return "at most " + amount + " may " + (out ? "come" : "go") + " in " + period(policy.period());
  }

  private String faults() {
    List<MetricReading> failed =
        decided.results().stream()
            .map(MetricResult::metric)
            .filter(metric -> metric.error() != null)
            .toList();
    int more = failed.size() - MAX_FAULTS;
    return failed.stream()
            .limit(MAX_FAULTS)
            .map(metric -> metric.name() + ": " + metric.error())
            .collect(Collectors.joining("; "))
        + (more > 0 ? "; and " + more + " more" : "");
  }

  private static String pods(int count) {
    return count == 1 ? "1 pod" : count + " pods";
  }

  private static String measured(MetricReading metric) {
    Long value = metric.value();
    return metric.name()
        + " is at "
        + (value == null ? "an unknown value" : value(value, metric.unit()))
        + ", target "
        + target(metric);
  }

  private static String time(Duration time) {
    if (time.getNano() != 0) {
      return DurationFormat.format(time);
    }
    long seconds = time.toSeconds();
    if (seconds % 60 != 0 || seconds == 0) {
      return seconds + " s";
    }
    return seconds == 60 ? "minute" : seconds / 60 + " minutes";
  }

  private static String period(Duration time) {
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
