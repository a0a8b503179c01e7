/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.scaling;

import static io.berth.deploy.planning.TestSnapshots.NOON;
import static io.berth.deploy.planning.TestSnapshots.live;
import static io.berth.deploy.planning.TestSnapshots.release;
import static io.berth.deploy.planning.TestSnapshots.terminating;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.deploy.cluster.StubCluster;
import io.berth.deploy.manifest.Annotations;
import io.berth.deploy.planning.ObservedApp;
import io.berth.deploy.planning.RecordPosition;
import io.berth.deploy.testing.TestApps;
import io.berth.events.ClusterAppRef;
import io.berth.events.scaling.MetricTarget;
import io.berth.events.scaling.ScalingDecision;
import io.berth.events.scaling.ScalingDecision.Action;
import io.berth.events.scaling.ScalingDecision.Reason;
import io.berth.events.scaling.ScalingPolicy;
import io.berth.events.scaling.ScalingPolicy.Mode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ScalingDecisionGuardTest {

  private static final RecordPosition AT = new RecordPosition("berth.scaling-decisions", 0, 8);

  private static final Instant NOW = NOON.plusSeconds(20);
  private static final ScalingPolicy POLICY = policy(Mode.ACTIVE, 1, Duration.ofSeconds(15));

  @Test
  void freshDecision_isApplied() {
    assertThat(rejection(decision(NOON.plusSeconds(1)), live(release(1), 3))).isEmpty();
  }

  @Test
  void decisionOlderThanTheCommand_isDropped() {
    assertThat(rejection(decision(NOON.minusSeconds(1)), live(release(1), 3)))
        .hasValueSatisfying(why -> assertThat(why).contains("older than the command deploy"));
  }

  @Test
  void stoppedOrMissingApplication_isNotScaled() {
    assertThat(rejection(decision(NOON.plusSeconds(1)), live(release(1), 0, 3)))
        .contains("the application is stopped");
    assertThat(rejection(decision(NOON), null)).isPresent();
    assertThat(rejection(decision(NOON.plusSeconds(1)), terminating(live(release(1), 3))))
        .hasValueSatisfying(why -> assertThat(why).contains("being deleted"));
  }

  @Test
  void redeliveredDecision_isDropped() {
    ObservedApp live = live(release(1), 3);
    live.deployment()
        .getMetadata()
        .getAnnotations()
        .put(Annotations.SCALING_POSITION, AT.toString());

    assertThat(rejection(decision(NOON.plusSeconds(1)), live)).isPresent();
  }

  @ParameterizedTest
  @CsvSource({"3, 3, true", "2, 3, false", "4, 3, false", "8, 9, false", "9, 9, true"})
  void decisionFromAnotherCount_isDropped(int current, int running, boolean applied) {
    Optional<String> why = rejection(from(current), live(release(1), running));

    assertThat(why.isEmpty()).isEqualTo(applied);
    why.ifPresent(text -> assertThat(text).contains("from " + current, "has " + running));
  }

  @ParameterizedTest
  @CsvSource({
    // seconds since the sample, seconds of the policy's period
    "0, 15, true",
    "60, 15, true",
    "61, 15, false",
    "300, 15, false",
    "60, 1, true",
    "61, 1, false",
    "120, 60, true",
    "121, 60, false",
    "-5, 15, true", // the monitor's clock is ahead
  })
  void decisionFromAnOldSample_isDropped(int age, int period, boolean applied) {
    var sampledAt = NOON.plusSeconds(600);
    var policy = policy(Mode.ACTIVE, 1, Duration.ofSeconds(period));

    assertThat(
            ScalingDecisionGuard.rejection(
                    decision(sampledAt),
                    AT,
                    live(release(1), 3),
                    Optional.of(policy),
                    sampledAt.plusSeconds(age))
                .isEmpty())
        .isEqualTo(applied);
  }

  @ParameterizedTest
  @EnumSource(value = Mode.class, names = "ACTIVE", mode = EnumSource.Mode.EXCLUDE)
  void policyThatIsNotActiveAnyMore_dropsDecisionsThatItMadeBefore(Mode mode) {
    assertThat(rejection(policy(mode, 1, Duration.ofSeconds(15)), 1))
        .contains("its scaling policy is " + mode);
  }

  @Test
  void policyThatWasRemovedChangedOrMovedElsewhere_dropsDecisionsThatItMadeBefore() {
    assertThat(
            ScalingDecisionGuard.rejection(
                decision(NOON.plusSeconds(1)), AT, live(release(1), 3), Optional.empty(), NOW))
        .contains("the application has no scaling policy");
    assertThat(rejection(policy(Mode.ACTIVE, 2, Duration.ofSeconds(15)), 1))
        .contains("it was made by version 1 of the scaling policy, and version 2 is in force");
    assertThat(rejection(policy(Mode.ACTIVE, 1, Duration.ofSeconds(15), "dc-b"), 1))
        .contains("its scaling policy does not hold in dc-a");
    assertThat(rejection(POLICY, 2)).as("the table of policies may lag").isEmpty();
  }

  @Test
  void onlyActiveDecisionsOfThisCluster_thatChangeSomething_areRelevant() {
    ScalingDecisionHandler here = handler("dc-a");
    ScalingDecisionHandler there = handler("dc-b");

    assertThat(here.isRelevant(decision(NOON))).isTrue();
    assertThat(there.isRelevant(decision(NOON))).isFalse();
    assertThat(here.isRelevant(decision(Mode.SHADOW, Action.SCALE_OUT))).isFalse();
    assertThat(here.isRelevant(decision(Mode.ACTIVE, Action.NONE))).isFalse();
  }

  private static ScalingDecisionHandler handler(String cluster) {
    return new ScalingDecisionHandler(
        cluster, new StubCluster(), _ -> Optional.of(POLICY), () -> NOW);
  }

  private static Optional<String> rejection(ScalingDecision decision, @Nullable ObservedApp live) {
    return ScalingDecisionGuard.rejection(decision, AT, live, Optional.of(POLICY), NOW);
  }

  private static Optional<String> rejection(ScalingPolicy inForce, long madeBy) {
    return ScalingDecisionGuard.rejection(
        decision(Mode.ACTIVE, Action.SCALE_OUT, NOON.plusSeconds(1), 3, madeBy),
        AT,
        live(release(1), 3),
        Optional.of(inForce),
        NOW);
  }

  private static ScalingPolicy policy(Mode mode, long version, Duration period, String... where) {
    return new ScalingPolicy(
        TestApps.CART,
        version,
        mode,
        List.of(where),
        3,
        10,
        List.of(new MetricTarget.AverageValue(MetricTarget.Resource.CPU, 100)),
        period,
        null,
        "ann");
  }

  private static ScalingDecision from(int current) {
    return decision(Mode.ACTIVE, Action.SCALE_OUT, NOON.plusSeconds(1), current, 1);
  }

  private static ScalingDecision decision(Instant asOf) {
    return decision(Mode.ACTIVE, Action.SCALE_OUT, asOf);
  }

  private static ScalingDecision decision(Mode mode, Action action) {
    return decision(mode, action, NOON);
  }

  private static ScalingDecision decision(Mode mode, Action action, Instant asOf) {
    return decision(mode, action, asOf, 3, 1);
  }

  private static ScalingDecision decision(
      Mode mode, Action action, Instant asOf, int current, long policyVersion) {
    return new ScalingDecision(
        "d-1",
        ClusterAppRef.of("dc-a", TestApps.CART),
        policyVersion,
        1,
        mode,
        asOf,
        current,
        5,
        action,
        Reason.DESIRED_WITHIN_RANGE,
        "more load",
        List.of(),
        "cpu",
        5,
        null,
        null,
        3,
        10,
        "hash");
  }
}
