/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.scaler.hpa;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.events.scaling.Behavior;
import io.berth.events.scaling.Behavior.RatePolicy;
import io.berth.events.scaling.Behavior.RateType;
import io.berth.events.scaling.Behavior.Rules;
import io.berth.events.scaling.Behavior.Select;
import io.berth.scaler.hpa.ScalingRateLimiter.LimitedReplicas;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rates as {@code 4p/15} (pods in seconds) and {@code 100%/15}; {@code -} for the defaults. */
class ScalingRateLimiterTest {

  private static final Instant NOW = Instant.parse("2026-11-11T00:00:00Z");

  @ParameterizedTest(name = "{0} → {1} within {2}..{3}, {4}, {5} {6}")
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
      5   | 7    | 3 | 8    | -              | -        | -   | 7   | DESIRED_WITHIN_RANGE
      3   | 1    | 2 | 8    | -              | -        | -   | 2   | TOO_FEW_REPLICAS
      20  | 1000 | 1 | 10   | -              | -        | -   | 10  | TOO_MANY_REPLICAS
      3   | 1000 | 1 | 2000 | 1%/60          | -        | -   | 4   | SCALE_UP_LIMIT
      10  | 50   | 1 | 1000 | -              | -        | -   | 20  | SCALE_UP_LIMIT
      10  | 500  | 1 | 1000 | 100p/60 100%/60| -        | -   | 110 | SCALE_UP_LIMIT
      10  | 500  | 1 | 1000 | 2p/60 100%/60  | -        | -   | 20  | SCALE_UP_LIMIT
      10  | 50   | 1 | 1000 | 30p/60         | -        | -   | 40  | SCALE_UP_LIMIT
      10  | 50   | 1 | 1000 | 200%/60        | -        | -   | 30  | SCALE_UP_LIMIT
      100 | 2    | 1 | 1000 | 20p/60 1%/60   | -        | -   | 80  | SCALE_DOWN_LIMIT
      10  | 5    | 1 | 1000 | 50%/60         | -        | -   | 5   | DESIRED_WITHIN_RANGE
      100 | 500  | 1 | 1000 | 150p/120       | 1 5 9    | -   | 235 | SCALE_UP_LIMIT
      100 | 500  | 1 | 1000 | 200%/120       | 1 5 9    | -   | 255 | SCALE_UP_LIMIT
      6   | 24   | 1 | 1000 | 300%/300       | 4        | 2   | 16  | SCALE_UP_LIMIT
      100 | 2    | 1 | 1000 | 5p/120         | -        | 1 5 9 | 100 | SCALE_DOWN_LIMIT
      10  | 1    | 1 | 1000 | 50%/180        | 2        | 4   | 6   | SCALE_DOWN_LIMIT
      100 | 0    | 0 | 1000 | 10%/120        | -        | 10 10 10 | 100 | SCALE_DOWN_LIMIT
      10  | 5    | 1 | 1000 | 1000%/120      | -        | -   | 5   | DESIRED_WITHIN_RANGE
      5   | 50   | 1 | 1000 | 2147483647p/15 | -        | -   | 50  | DESIRED_WITHIN_RANGE
      5   | 50   | 1 | 1000 | 2147483647%/15 | -        | -   | 50  | DESIRED_WITHIN_RANGE
      5   | 5000 | 1 | 1000 | 2147483647p/15 | -        | -   | 1000 | TOO_MANY_REPLICAS
      5   | 5000 | 1 | 1000 | 2147483647%/15 | -        | -   | 1000 | TOO_MANY_REPLICAS
      50  | 5    | 1 | 1000 | 2147483647p/15 | -        | -   | 5   | DESIRED_WITHIN_RANGE
      50  | 5    | 1 | 1000 | 2147483647%/15 | -        | -   | 5   | DESIRED_WITHIN_RANGE
      50  | 0    | 1 | 1000 | 2147483647p/15 | -        | -   | 1   | TOO_FEW_REPLICAS
      5   | 50   | 1 | 1000 | 4p/60          | 2147483637 2147483637 | - | 5 | SCALE_UP_LIMIT
      5   | 50   | 1 | 1000 | 4p/60          | -        | 2147483647 2147483647 | 50 | DESIRED_WITHIN_RANGE
      50  | 5    | 1 | 1000 | 4p/60          | 2147483637 2147483637 | - | 5 | DESIRED_WITHIN_RANGE
      50  | 5    | 1 | 1000 | 4p/60          | -        | 2147483647 2147483647 | 50 | SCALE_DOWN_LIMIT
      2147483647 | 1 | 1 | 1000 | 4p/15      | -        | -   | 2147483643 | SCALE_DOWN_LIMIT
      2147483647 | 1 | 1 | 1000 | 100%/15    | -        | -   | 1   | DESIRED_WITHIN_RANGE
      2147483646 | 2147483647 | 1 | 2147483647 | 100%/15 | - | - | 2147483647 | DESIRED_WITHIN_RANGE
      """)
  void limit(
      int current,
      int wanted,
      int min,
      int max,
      @Nullable String rates,
      @Nullable String added,
      @Nullable String removed,
      int replicas,
      String reason) {
    Behavior behavior = rates == null ? Behavior.standard() : behavior(rates, Select.MAX);
    ScalingRateLimiter limiter = new ScalingRateLimiter(behavior, changes(added, removed), NOW);
    LimitedReplicas limited = limiter.limit(current, wanted, min, max);
    assertThat(limited.replicas()).as("replicas").isEqualTo(replicas);
    assertThat(limited.reason().name()).isEqualTo(reason);
    assertThat(limited.limit() != null).as("says its rate").isEqualTo(reason.endsWith("_LIMIT"));
  }

  @Test
  void tenPercentOrFourPodsPerMinute_usesTheFasterRate() {
    Behavior behavior = behavior("10%/60 4p/60", Select.MAX);
    List<Integer> steps = new ArrayList<>(List.of(80));
    for (int minute = 0; minute < 6; minute++) {
      ScalingRateLimiter limiter = new ScalingRateLimiter(behavior, List.of(), NOW);
      steps.add(limiter.limit(steps.getLast(), 1, 1, 100).replicas());
    }
    assertThat(steps).containsExactly(80, 72, 64, 57, 51, 45, 40);
    ScalingRateLimiter limiter = new ScalingRateLimiter(behavior, List.of(), NOW);
    assertThat(limiter.limit(38, 1, 1, 100).replicas()).as("below 40 by pods").isEqualTo(34);
  }

  @Test
  void selectMin_usesTheSlowerRate() {
    ScalingRateLimiter limiter =
        new ScalingRateLimiter(behavior("10%/60 4p/60", Select.MIN), List.of(), NOW);
    assertThat(limiter.limit(80, 1, 1, 100).replicas()).isEqualTo(76);
    assertThat(limiter.limit(80, 100, 1, 100).replicas()).isEqualTo(84);
  }

  @Test
  void disabled_blocksThatDirection() {
    ScalingRateLimiter limiter =
        new ScalingRateLimiter(behavior("4p/60", Select.DISABLED), List.of(), NOW);
    assertThat(limiter.limit(8, 1, 1, 100).replicas()).isEqualTo(8);
    assertThat(limiter.limit(8, 20, 1, 100).replicas()).isEqualTo(8);
  }

  @Test
  void changeAsOldAsThePeriod_doesNotCount() {
    List<ReplicaChange> changes = List.of(new ReplicaChange(NOW.minusSeconds(60), 1, 5));
    ScalingRateLimiter limiter =
        new ScalingRateLimiter(behavior("4p/60", Select.MAX), changes, NOW);
    assertThat(limiter.limit(5, 20, 1, 100).replicas()).isEqualTo(9);
    assertThat(ScalingRateLimiter.keep(changes, behavior("4p/60", Select.MAX), NOW)).isEmpty();
  }

  private static Behavior behavior(String rates, Select select) {
    Rules rules =
        new Rules(
            Duration.ZERO,
            Stream.of(rates.split(" ")).map(ScalingRateLimiterTest::rate).toList(),
            select,
            .1);
    return new Behavior(rules, rules);
  }

  private static RatePolicy rate(String text) {
    String[] parts = text.split("[p%]/");
    RateType type = text.contains("%") ? RateType.PERCENT : RateType.PODS;
    return new RatePolicy(
        type, Integer.parseInt(parts[0]), Duration.ofSeconds(Long.parseLong(parts[1])));
  }

  private static List<ReplicaChange> changes(@Nullable String added, @Nullable String removed) {
    List<ReplicaChange> changes = new ArrayList<>();
    for (String each : added == null ? new String[0] : added.split(" ")) {
      changes.add(new ReplicaChange(NOW.minusSeconds(20), 10, 10 + Integer.parseInt(each)));
    }
    for (String each : removed == null ? new String[0] : removed.split(" ")) {
      changes.add(new ReplicaChange(NOW.minusSeconds(20), 20, 20 - Integer.parseInt(each)));
    }
    return changes;
  }
}
