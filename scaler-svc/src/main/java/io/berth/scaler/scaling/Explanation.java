/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.scaler.scaling;

import io.berth.events.scaling.Behavior.RatePolicy;
import io.berth.events.scaling.Behavior.RateType;
import io.berth.events.scaling.ScalingDecision.MetricReading;
import io.berth.events.scaling.ScalingDecision.RateLimit;
import io.berth.events.scaling.ScalingPolicy;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says a verdict in one sentence to a developer who never heard of an autoscaler. */
final class Explanation {

  private final Situation at;
  private final Verdict verdict;

  private Explanation(Situation at, Verdict verdict) {
    this.at = at;
    this.verdict = verdict;
  }

  static String of(Situation at, Verdict verdict) {
    return new Explanation(at, verdict).sentence();
  }

  private String sentence() {
    String shadow =
        at.policy().mode() == ScalingPolicy.Mode.SHADOW && verdict.desired() != at.current()
            ? " (shadow policy: shown, not done)"
            : "";
    return say() + shadow;
  }

  private String say() {
    ScalingPolicy policy = at.policy();
    return switch (verdict.reason()) {
      case DESIRED_WITHIN_RANGE -> measured() + ", " + change();
      case WITHIN_TOLERANCE -> measured() + ": close enough, " + stay();
      case TOO_FEW_REPLICAS ->
          verdict.chosen() == null
              ? Phrases.pods(at.current())
                  + (at.current() == 1 ? " is" : " are")
                  + " fewer than the policy's minimum of "
                  + policy.minReplicas()
                  + ", "
                  + change()
              : wish() + ", the policy's minimum is " + policy.minReplicas() + ", " + change();
      case TOO_MANY_REPLICAS ->
          verdict.chosen() == null
              ? Phrases.pods(at.current())
                  + (at.current() == 1 ? " is" : " are")
                  + " more than the policy's maximum of "
                  + policy.maxReplicas()
                  + ", "
                  + change()
              : wish() + ", the policy's maximum is " + policy.maxReplicas() + ", " + change();
      case SCALE_UP_LIMIT, SCALE_DOWN_LIMIT -> wish() + ", " + rate() + ", " + change();
      case SCALE_UP_STABILIZED ->
          wish() + ", but not throughout the last " + window() + ", " + change();
      case SCALE_DOWN_STABILIZED ->
          wish() + ", but within the last " + window() + " more were needed, " + change();
      case HOLD_METRICS_MISSING -> "no metric could be read (" + faults() + "), " + stay();
      case HOLD_METRICS_PARTLY_MISSING ->
          wish() + ", but not every metric could be read (" + faults() + "), " + stay();
      case HOLD_ROLLOUT ->
          "a roll-out is running and its starting pods are no measure of the load, " + stay();
      case HOLD_PAUSED ->
          "version " + policy.version() + " of the policy pauses scaling, " + stay();
      case SCALING_DISABLED ->
          "the application was scaled to 0 by hand and stays so until somebody scales it up";
    };
  }

  /** {@code cpu is at 92 % of the request, target 60 %}. */
  private String measured() {
    MetricReading chosen = chosen();
    return chosen == null ? "nothing was measured" : Phrases.measured(chosen);
  }

  /** … and what it asks for. */
  private String wish() {
    Integer raw = verdict.rawDesired();
    return measured() + (raw == null ? "" : ", which asks for " + Phrases.pods(raw));
  }

  private @Nullable MetricReading chosen() {
    Reading chosen = verdict.chosen();
    return chosen == null ? null : chosen.metric();
  }

  private String change() {
    return verdict.desired() == at.current()
        ? stay()
        : Phrases.pods(at.current()) + " → " + verdict.desired();
  }

  private String stay() {
    return Phrases.pods(at.current()) + (at.current() == 1 ? " stays" : " stay");
  }

  private String window() {
    var stabilization = verdict.stabilization();
    return stabilization == null ? "window" : Phrases.time(stabilization.window());
  }

  private String rate() {
    RateLimit limit = verdict.rateLimit();
    RatePolicy policy = limit == null ? null : limit.policy();
    boolean out = verdict.rawDesired() != null && verdict.rawDesired() > at.current();
    if (policy == null) {
      return "the policy forbids scaling " + (out ? "out" : "in");
    }
    String amount =
        policy.type() == RateType.PODS
            ? Phrases.pods(policy.value())
            : policy.value() + " % of the pods";
    return "at most "
        + amount
        + " may "
        + (out ? "come" : "go")
        + " in "
        + Phrases.period(policy.period());
  }

  private String faults() {
    return verdict.readings().stream()
        .map(Reading::metric)
        .filter(metric -> metric.error() != null)
        .map(metric -> metric.name() + ": " + metric.error())
        .collect(Collectors.joining("; "));
  }
}
