/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.scaling;

import io.berth.events.Check;
import io.berth.events.ClusterAppRef;
import io.berth.events.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One decision, also to change nothing, with all of its inputs: the same policy, inputs and {@code
 * asOf} give the same decision again.
 *
 * @param decisionId unique
 * @param app where and which
 * @param policyVersion of the policy that was in force
 * @param algorithm the algorithm's version
 * @param mode of the policy
 * @param asOf the time of the decision, that of the sample
 * @param currentReplicas {@code spec.replicas} in the sample
 * @param desiredReplicas what should be
 * @param action what that means
 * @param reason why, in a word
 * @param explanation why, in a sentence
 * @param metrics the reading of each metric
 * @param chosenMetric the metric whose proposal won; null where none could be made
 * @param rawDesired the largest proposal, before anything shaped it; null where none could be made
 * @param stabilization how the window shaped it; null where it did not
 * @param rateLimit how a rate policy shaped it; null where it did not
 * @param minReplicas of the policy
 * @param maxReplicas of the policy
 * @param inputHash SHA-256 over policy, sample, state and time
 */
public record ScalingDecision(
    String decisionId,
    ClusterAppRef app,
    long policyVersion,
    int algorithm,
    ScalingPolicy.Mode mode,
    Instant asOf,
    int currentReplicas,
    int desiredReplicas,
    Action action,
    Reason reason,
    String explanation,
    List<MetricReading> metrics,
    @Nullable String chosenMetric,
    @Nullable Integer rawDesired,
    @Nullable Stabilization stabilization,
    @Nullable RateLimit rateLimit,
    int minReplicas,
    int maxReplicas,
    String inputHash)
    implements Event {

  /** What a decision does. */
  public enum Action {
    SCALE_OUT,
    SCALE_IN,
    NONE
  }

  /** Why in a word; the HPA's words where it has one for the same thing. */
  public enum Reason {
    DESIRED_WITHIN_RANGE,
    WITHIN_TOLERANCE,
    TOO_FEW_REPLICAS,
    TOO_MANY_REPLICAS,
    SCALE_UP_LIMIT,
    SCALE_DOWN_LIMIT,
    SCALE_UP_STABILIZED,
    SCALE_DOWN_STABILIZED,
    HOLD_METRICS_MISSING,
    HOLD_METRICS_PARTLY_MISSING,
    HOLD_ROLLOUT,
    HOLD_PAUSED,
    SCALING_DISABLED
  }

  /**
   * The reading of one metric.
   *
   * @param name such as {@code cpu}
   * @param target the policy's target, in its own unit
   * @param unit {@code percent-of-request}, {@code percent-of-limit}, {@code millicores}, {@code
   *     bytes}, {@code thousandths}
   * @param value what was measured, same unit; null where it could not be told
   * @param ratio value ÷ target
   * @param podsReady pods that counted
   * @param podsUnready pods set aside as not ready
   * @param podsMissing pods without a value
   * @param podsIgnored pods that are deleted or being deleted
   * @param proposed replicas by this metric alone; null where it could make no proposal
   * @param error why it could not
   */
  public record MetricReading(
      String name,
      long target,
      String unit,
      @Nullable Long value,
      @Nullable Double ratio,
      int podsReady,
      int podsUnready,
      int podsMissing,
      int podsIgnored,
      @Nullable Integer proposed,
      @Nullable String error) {
    public MetricReading {
      Check.that().text("name", name, 200).present("unit", unit).orThrow();
    }
  }

  /**
   * The effect of the stabilization window.
   *
   * @param direction which window
   * @param window its length
   * @param from the proposal before
   * @param to the proposal after
   */
  public record Stabilization(Action direction, Duration window, int from, int to) {
    public Stabilization {
      Check.that().present("direction", direction).present("window", window).orThrow();
    }
  }

  /**
   * The effect of a rate policy.
   *
   * @param policy the one that counted; null where scaling that way is disabled
   * @param addedInPeriod replicas added within its period
   * @param removedInPeriod replicas removed within its period
   * @param limit what it allowed
   */
  public record RateLimit(
      Behavior.@Nullable RatePolicy policy, int addedInPeriod, int removedInPeriod, int limit) {}

  public ScalingDecision {
    Check.that()
        .text("decisionId", decisionId, 200)
        .present("app", app)
        .present("asOf", asOf)
        .present("action", action)
        .present("mode", mode)
        .present("reason", reason)
        .present("explanation", explanation)
        .present("inputHash", inputHash)
        .orThrow();
    metrics = Check.listOrEmpty(metrics);
  }

  @Override
  public String key() {
    return app.toString();
  }
}
