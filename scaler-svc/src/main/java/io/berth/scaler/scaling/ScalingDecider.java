/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.scaler.scaling;

import io.berth.events.metrics.CustomSample;
import io.berth.events.metrics.ResourceSample;
import io.berth.events.scaling.ScalingDecision;
import io.berth.events.scaling.ScalingDecision.Action;
import io.berth.events.scaling.ScalingPolicy;
import io.berth.scaler.hpa.Change;
import io.berth.scaler.hpa.PodRules;
import io.berth.scaler.hpa.RateLimiter;
import io.berth.scaler.hpa.Recommendation;
import io.berth.scaler.hpa.Stabilizer;
import io.berth.scaler.scaling.Outcome.Decided;
import io.berth.scaler.scaling.Outcome.Skipped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Kubernetes' HorizontalPodAutoscaler v2 as a function: {@code (policy, state, sample, asOf) →
 * (decision, state')}. It knows no clock; the same arguments give the same bytes, in years too.
 *
 * <p>It differs from the HPA where the HPA is known to hurt, always on the side of changing less:
 *
 * <ul>
 *   <li>during a roll-out it never scales in, and scales out only for what pods past their start
 *       demand by their CPU;
 *   <li>whatever holds the count (no figures, a roll-out, a pause) counts as a recommendation of
 *       that count, so that a full window of real figures lies before the next scaling in;
 *   <li>figures older than three minutes are missing figures.
 * </ul>
 */
public final class ScalingDecider {

  /** Goes into every decision; grows when the same arguments would give another result. */
  public static final int ALGORITHM = 1;

  /** How much too early a sample may come, as samplers jitter; at most a tenth of the period. */
  private static final Duration MOST_SLACK = Duration.ofSeconds(1);

  private final MetricReader reader;

  /** Decides by the HPA's default rules of which pods count. */
  public ScalingDecider() {
    this(PodRules.STANDARD);
  }

  public ScalingDecider(PodRules rules) {
    this.reader = new MetricReader(rules);
  }

  /**
   * Decides.
   *
   * @param policy in force for the sample's application
   * @param state what the last decision left
   * @param sample of the application in one cluster
   * @param asOf the time of the decision, that of the sample
   */
  public Outcome decide(
      ScalingPolicy policy, ScalingState state, ResourceSample sample, Instant asOf) {
    if (state.decidedAt() != null) {
      if (!asOf.isAfter(state.decidedAt())) {
        return new Skipped("not newer than the last decision's sample, of " + state.decidedAt());
      }
      Instant due = state.decidedAt().plus(policy.period()).minus(slack(policy.period()));
      if (state.policyVersion() == policy.version() && asOf.isBefore(due)) {
        return new Skipped("within " + policy.period() + " of the last decision");
      }
    }
    Situation situation = new Situation(policy, remembered(state, sample, asOf), sample, asOf);
    Verdict verdict = Verdict.of(situation, reader.readAll(situation));
    return new Decided(decision(situation, verdict, state), next(situation, verdict));
  }

  private static Duration slack(Duration period) {
    Duration tenth = period.dividedBy(10);
    return tenth.compareTo(MOST_SLACK) < 0 ? tenth : MOST_SLACK;
  }

  /**
   * At first sight the present number counts as a recommendation. A change that the sample does not
   * show was not carried out, or not yet: it uses up no rate, and is decided anew if still due.
   */
  private static ScalingState remembered(ScalingState state, ResourceSample sample, Instant asOf) {
    List<Recommendation> past =
        state.decidedAt() == null
            ? List.of(new Recommendation(asOf, sample.specReplicas()))
            : state.recommendations();
    List<Change> changes = state.changes();
    if (!changes.isEmpty() && changes.getLast().from() == sample.specReplicas()) {
      changes = changes.subList(0, changes.size() - 1);
    }
    return new ScalingState(
        state.decidedAt(), state.policyVersion(), past, changes, state.custom());
  }

  private static ScalingDecision decision(Situation at, Verdict verdict, ScalingState state) {
    return new ScalingDecision(
        DecisionId.of(at),
        at.sample().app(),
        at.policy().version(),
        ALGORITHM,
        at.policy().mode(),
        at.asOf(),
        at.current(),
        verdict.desired(),
        action(at.current(), verdict.desired()),
        verdict.reason(),
        Explanation.of(at, verdict),
        verdict.readings().stream().map(Reading::metric).toList(),
        verdict.chosen() == null ? null : verdict.chosen().metric().name(),
        verdict.rawDesired(),
        verdict.stabilization(),
        verdict.rateLimit(),
        at.policy().minReplicas(),
        at.policy().maxReplicas(),
        InputHash.of(at.policy(), state, at.sample(), at.asOf()));
  }

  private static Action action(int current, int desired) {
    return desired > current ? Action.SCALE_OUT : desired < current ? Action.SCALE_IN : Action.NONE;
  }

  private static ScalingState next(Situation at, Verdict verdict) {
    List<Recommendation> past = new ArrayList<>(at.state().recommendations());
    if (verdict.recommended() != null) {
      past.add(new Recommendation(at.asOf(), verdict.recommended()));
    }
    List<Change> changes = new ArrayList<>(at.state().changes());
    if (verdict.desired() != at.current()) {
      changes.add(new Change(at.asOf(), at.current(), verdict.desired()));
    }
    return new ScalingState(
        at.asOf(),
        at.policy().version(),
        Stabilizer.keep(past, at.policy().behavior(), at.asOf()),
        RateLimiter.keep(changes, at.policy().behavior(), at.asOf()),
        asked(at));
  }

  /** The custom metrics without those that the policy no longer names. */
  private static SortedMap<String, CustomSample> asked(Situation at) {
    SortedMap<String, CustomSample> asked = new TreeMap<>(at.state().custom());
    asked.keySet().removeIf(metric -> !Scaler.asksFor(at.policy(), metric));
    return asked;
  }
}
