/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.scaler.hpa;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.events.metrics.PodSample;
import io.berth.events.scaling.Behavior;
import io.berth.events.scaling.Behavior.RatePolicy;
import io.berth.events.scaling.Behavior.RateType;
import io.berth.events.scaling.Behavior.Rules;
import io.berth.events.scaling.Behavior.Select;
import io.berth.scaler.hpa.PodGroups.MeasurementTime;
import io.berth.scaler.hpa.PodGroups.Readiness;
import io.berth.scaler.hpa.PodMetric.Tolerance;
import io.berth.scaler.hpa.ReplicaProposal.NoProposal;
import io.berth.scaler.hpa.ReplicaProposal.Proposal;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The arithmetic at the bounds of its types, held against arithmetic without bounds. */
class ExtremeArithmeticTest {

  private static final int TRIES = 20_000;
  private static final Instant NOW = Instant.parse("2026-11-11T00:00:00Z");
  private static final long[] LONGS = {
    0,
    1,
    2,
    99,
    1_000,
    Integer.MAX_VALUE,
    1L << 53,
    1L << 62,
    9_000_000_000_000_000_000L,
    Long.MAX_VALUE - 1,
    Long.MAX_VALUE
  };
  private static final int[] INTS = {
    1, 2, 3, 100, 999, 1_000, 1_073_741_824, Integer.MAX_VALUE - 1, Integer.MAX_VALUE
  };

  private final Random random = new Random(4711);

  @Test
  void sumsAndAverages_matchUnboundedIntegers() {
    for (int i = 0; i < TRIES; i++) {
      List<Long> values = new ArrayList<>();
      for (int n = random.nextInt(6); n >= 0; n--) {
        values.add(random.nextInt(4) == 0 ? -some(LONGS) - 1 : some(LONGS));
      }
      BigInteger sum =
          values.stream().map(BigInteger::valueOf).reduce(BigInteger.ZERO, BigInteger::add);
      assertThat(SaturatedMath.exactSum(values)).isEqualTo(sum);
      assertThat(BigInteger.valueOf(SaturatedMath.sum(values))).isEqualTo(saturated(sum));
      assertThat(SaturatedMath.average(values))
          .isEqualTo(sum.divide(BigInteger.valueOf(values.size())).longValueExact());
    }
  }

  @Test
  void proposals_followTheExactRatio_withoutOverflow() {
    Tolerance none = new Tolerance(0, 0);
    for (int i = 0; i < TRIES; i++) {
      long target = Math.max(1, some(LONGS));
      Map<String, Long> usage = new LinkedHashMap<>();
      Set<String> names = new java.util.LinkedHashSet<>();
      for (int n = random.nextInt(4); n >= 0; n--) {
        usage.put("p" + n, some(LONGS));
        names.add("p" + n);
      }
      PodGroups pods = new PodGroups(names, Set.of(), Set.of(), Set.of());
      Proposal proposal =
          (Proposal)
              PodMetric.propose(
                  usage,
                  pods,
                  new MetricTargetCalculator.AverageTarget(target),
                  none,
                  usage.size());
      BigInteger average =
          SaturatedMath.exactSum(usage.values()).divide(BigInteger.valueOf(usage.size()));
      int direction = average.compareTo(BigInteger.valueOf(target));
      assertThat(proposal.value()).isEqualTo(average.longValueExact());
      assertThat(Integer.signum(proposal.replicas() - usage.size()))
          .as("%s for %s", usage, target)
          .isIn(Integer.signum(direction), 0);
    }
  }

  @Test
  void negativeValues_giveNoProposal() {
    Tolerance tolerance = new Tolerance(.1, .1);
    PodGroups one = new PodGroups(Set.of("p"), Set.of(), Set.of(), Set.of());
    for (long negative : new long[] {-1, -513, Long.MIN_VALUE}) {
      assertThat(
              Stream.of(
                  ObjectMetric.proposeForTotal(negative, 1, 1, tolerance, 3),
                  ObjectMetric.proposeForTotal(negative, 1, 0, tolerance, 0),
                  ObjectMetric.proposePerPod(negative, 1, 1, tolerance, 3),
                  ObjectMetric.proposePerPod(negative, 1, 0, tolerance, 3),
                  PodMetric.propose(
                      Map.of("p", negative),
                      one,
                      new MetricTargetCalculator.AverageTarget(1),
                      tolerance,
                      3)))
          .allMatch(NoProposal.class::isInstance);
    }
  }

  @Test
  void rates_matchUnboundedIntegers() {
    for (int i = 0; i < TRIES; i++) {
      RatePolicy rate =
          new RatePolicy(
              random.nextBoolean() ? RateType.PODS : RateType.PERCENT,
              some(INTS),
              Duration.ofSeconds(15));
      List<ReplicaChange> changes = new ArrayList<>();
      for (int n = random.nextInt(3); n > 0; n--) {
        changes.add(new ReplicaChange(NOW.minusSeconds(1), some(INTS), some(INTS)));
      }
      Rules rules = new Rules(Duration.ZERO, List.of(rate), Select.MAX, .1);
      int current = some(INTS);
      int wanted = some(INTS);
      int replicas =
          new ScalingRateLimiter(new Behavior(rules, rules), changes, NOW)
              .limit(current, wanted, 1, Integer.MAX_VALUE)
              .replicas();
      assertThat(replicas)
          .as("%s → %s by %s after %s", current, wanted, rate, changes)
          .isEqualTo(limited(current, wanted, rate, changes));
    }
  }

  private static int limited(
      int current, int wanted, RatePolicy rate, List<ReplicaChange> changes) {
    BigDecimal start = BigDecimal.valueOf(current);
    for (ReplicaChange change : changes) {
      start = start.subtract(BigDecimal.valueOf((long) change.to() - change.from()));
    }
    boolean up = wanted > current;
    BigDecimal share =
        rate.type() == RateType.PODS
            ? BigDecimal.valueOf(rate.value())
            : start.multiply(BigDecimal.valueOf(rate.value(), 2));
    BigDecimal limit =
        up
            ? start.add(share).setScale(0, RoundingMode.CEILING)
            : start.subtract(share).setScale(0, RoundingMode.DOWN);
    BigDecimal now = BigDecimal.valueOf(current);
    BigDecimal wish = BigDecimal.valueOf(wanted);
    BigDecimal bounded =
        up
            ? wish.min(limit.max(now))
            : wish.max(limit.min(now)).max(wanted < current ? BigDecimal.ONE : wish);
    return bounded.intValueExact();
  }

  @Test
  void anyTwoTimes_areComparable() {
    Instant[] moments = {Instant.MIN, Instant.EPOCH, NOW, NOW.plusSeconds(1), Instant.MAX};
    Duration[] windows = {
      Duration.ZERO, Duration.ofSeconds(15), Duration.ofSeconds(Long.MAX_VALUE)
    };
    Behavior behavior = Behavior.standard();
    for (Instant asOf : moments) {
      for (Instant at : moments) {
        List<Recommendation> past = List.of(new Recommendation(at, 7));
        List<ReplicaChange> changes = List.of(new ReplicaChange(at, 1, 7));
        assertThat(Stabilizer.stabilize(5, 3, past, behavior, asOf)).isIn(3, 5, 7);
        assertThat(Stabilizer.keep(past, behavior, asOf)).hasSizeLessThanOrEqualTo(1);
        assertThat(ScalingRateLimiter.keep(changes, behavior, asOf)).hasSizeLessThanOrEqualTo(1);
        assertThat(new ScalingRateLimiter(behavior, changes, asOf).limit(7, 9, 1, 10).replicas())
            .isBetween(7, 9);
        for (Duration window : windows) {
          for (Readiness readiness : Readiness.values()) {
            List<PodSample> pods = TestPods.of("RrHhC");
            PodGroups groups =
                PodGroups.of(
                    pods,
                    Set.of("pod-0"),
                    readiness,
                    PodReadinessRules.STANDARD,
                    new MeasurementTime(asOf, window));
            assertThat(groups.present()).isEqualTo(5);
          }
        }
      }
    }
  }

  private static BigInteger saturated(BigInteger value) {
    return value.min(BigInteger.valueOf(Long.MAX_VALUE)).max(BigInteger.valueOf(Long.MIN_VALUE));
  }

  private long some(long[] of) {
    return of[random.nextInt(of.length)];
  }

  private int some(int[] of) {
    return of[random.nextInt(of.length)];
  }
}
