/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.scaler.hpa;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.events.metrics.PodSample;
import io.berth.scaler.hpa.PodGroups.MeasurementTime;
import io.berth.scaler.hpa.PodGroups.Readiness;
import io.berth.scaler.hpa.PodMetric.Tolerance;
import io.berth.scaler.hpa.ReplicaProposal.NoProposal;
import io.berth.scaler.hpa.ReplicaProposal.Proposal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The HPA's published examples. Each pod has two containers, so usage and request count twice. */
class PodMetricTest {

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
      U1  | 3 |  30 | 300 500 700             | 1000 1000 1000 | RRR     | .1  | .1 |  5 |  50
      U2  | 3 |  30 | 300 500 700             | 1000 1000 1000 | rRR     | .1  | .1 |  4 |  60
      U3  | 3 |  30 | 300 500 700             | 1000 1000 1000 | HCC     | .1  | .1 |  4 |  60
      U4  | 3 |  30 | 400 500 700             | 1000 1000 1000 | Rrr     | .1  | .1 |  3 |  40
      U6  | 2 |  30 | 500 700                 | 1000           | RRFF    | .1  | .1 |  4 |  60
      U7  | 2 |  30 | 500 700                 | 1000           | RRDD    | .1  | .1 |  4 |  60
      U8  | 2 |  30 | 500 700                 | 1000           | RRSS    | .1  | .1 |  4 |  60
      U9  | 5 |  50 | 100 300 500 250 250     | 1000           | RRRRR   | .1  | .1 |  3 |  28
      U10 | 5 |  50 | 100 300 500 250 250     | 1000           | RRRrr   | .1  | .1 |  2 |  30
      U11 | 5 |  50 | 100                     | 1000           | RPPPP   | .1  | .1 |  1 |  10
      U13a| 5 |  50 | 100 300 500 250 250     | 1000           | RRRRRFF | .1  | .1 |  3 |  28
      U13b| 5 |  50 | 100 300 500 250 250     | 1000           | RRRRRSS | .1  | .1 |  3 |  28
      U13c| 5 |  50 | 100 300 500 250 250     | 1000           | RRRRRDD | .1  | .1 |  3 |  28
      U14 | 3 | 100 | 1010 1030 1020          | 900 1000 1100  | RRR     | .1  | .1 |  3 | 102
      U15 | 3 | 100 | 909 1010 1111           | 900 1000 1100  | RRR     | 0   | 0  |  4 | 101
      U18 | 3 | 100 | 660 640 650             | 900 1000 1100  | RRR     | .36 | .1 |  3 |  65
      U19 | 3 | 100 | 660 640 650             | 900 1000 1100  | RRR     | .34 | .1 |  2 |  65
      U20 | 4 | 100 | 4000 9500 3000 7000 3200 2000 | 1000     | RRRR    | .1  | .1 | 24 | 587
      U21 | 4 | 100 | 400 95                  | 1000           | RRRR    | .1  | .1 |  3 |  24
      U22 | 2 | 100 | 1000                    | 1000           | RR      | .1  | .1 |  2 | 100
      U24 | 2 | 100 | 600                     | 1000           | RR      | .1  | .1 |  2 |  60
      U25 | 3 |  50 | 100 450                 | 1000           | rRR     | .1  | .1 |  3 |  45
      U27 | 3 |  50 | 100 2000                | 1000           | rRR     | .1  | .1 |  4 | 200
      U29 | 4 |  50 | 100 100 100             | 1000           | rRRR    | .1  | .1 |  3 |  10
      U30 | 4 | 300 | 200 100 100             | 1000 1000 2000 2000 | rRRR | .1 | .1 |  2 |  6
      """)
  void utilization(
      String id,
      int current,
      int target,
      String levels,
      String requests,
      String pods,
      double down,
      double up,
      int replicas,
      long percent) {
    Map<String, Long> usage = byPod(levels, 2);
    MetricTargetCalculator calculator =
        new MetricTargetCalculator.UtilizationTarget(requests(requests, pods.length()), target);
    ReplicaProposal answer =
        PodMetric.propose(
            usage,
            groups(pods, usage, Readiness.STARTED),
            calculator,
            new Tolerance(down, up),
            current);
    assertThat(answer).isInstanceOf(Proposal.class);
    assertThat(((Proposal) answer).replicas()).as("replicas").isEqualTo(replicas);
    assertThat(((Proposal) answer).value()).as("utilisation").isEqualTo(percent);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
      C1 | 3 | 30 | 300 500 700         | RRR   | 5 | 50
      C9 | 5 | 50 | 100 300 500 250 250 | RRRRR | 3 | 28
      """)
  void utilization_ofOneContainer(
      String id, int current, int target, String levels, String pods, int replicas, long percent) {
    Map<String, Long> usage = byPod(levels, 1);
    MetricTargetCalculator calculator =
        new MetricTargetCalculator.UtilizationTarget(
            byPod("1000 ".repeat(pods.length()), 1), target);
    ReplicaProposal answer =
        PodMetric.propose(
            usage,
            groups(pods, usage, Readiness.STARTED),
            calculator,
            new Tolerance(.1, .1),
            current);
    assertThat(answer).isEqualTo(new Proposal(replicas, percent, (double) percent / target, false));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
      P1 | 3 | 15000 | 20000 10000 30000             | RRR   | .1  | 4 | 20000
      P2 | 3 | 15000 | 50000 10000 30000             | RRh   | .1  | 6 | 30000
      P4 | 5 | 20000 | 12000 12000 12000 12000 12000 | RRRRR | .1  | 3 | 12000
      P5 | 3 | 20000 | 20000 21000 21000             | RRR   | .1  | 3 | 20666
      P6 | 3 | 20000 | 20000 21000 21000             | RRR   | .01 | 4 | 20666
      P7 | 5 | 20000 | 20000 19000 21000             | RRRRR | .1  | 5 | 20000
      """)
  void customMetricPerPod(
      String id,
      int current,
      long target,
      String levels,
      String pods,
      double up,
      int replicas,
      long average) {
    Map<String, Long> usage = byPod(levels, 1);
    ReplicaProposal answer =
        PodMetric.propose(
            usage,
            groups(pods, usage, Readiness.ANY),
            new MetricTargetCalculator.AverageTarget(target),
            new Tolerance(.1, up),
            current);
    assertThat(((Proposal) answer).replicas()).as("replicas").isEqualTo(replicas);
    assertThat(((Proposal) answer).value()).as("average").isEqualTo(average);
  }

  @Test
  void valuesOfUnknownPodsOnly_giveNoProposal() {
    Map<String, Long> usage = Map.of("an-older-pod-name", 200L);
    assertThat(propose("R", usage))
        .isEqualTo(new NoProposal("no metrics returned matched known pods"));
  }

  @Test
  void noValues_giveNoProposal() {
    assertThat(propose("RRRR", Map.of()))
        .isEqualTo(new NoProposal("no metrics returned for any pod"));
  }

  @Test
  void valuesOfStartingPodsOnly_giveNoProposal() {
    assertThat(propose("HH", byPod("900 900", 2)))
        .isInstanceOfSatisfying(
            NoProposal.class, answer -> assertThat(answer.why()).contains("still starting"));
  }

  private static ReplicaProposal propose(String pods, Map<String, Long> usage) {
    return PodMetric.propose(
        usage,
        groups(pods, usage, Readiness.STARTED),
        new MetricTargetCalculator.UtilizationTarget(requests("1000", pods.length()), 100),
        new Tolerance(.1, .1),
        pods.length());
  }

  private static PodGroups groups(String letters, Map<String, Long> usage, Readiness readiness) {
    List<PodSample> pods = TestPods.of(letters);
    MeasurementTime moment = new MeasurementTime(TestPods.NOW, TestPods.WINDOW);
    return PodGroups.of(pods, usage.keySet(), readiness, TestPods.RULES, moment);
  }

  private static Map<String, Long> requests(String text, int pods) {
    String[] each = text.trim().split(" ");
    return each.length == 1 ? byPod((text + " ").repeat(pods), 2) : byPod(text, 2);
  }

  private static Map<String, Long> byPod(String text, int containers) {
    Map<String, Long> values = new LinkedHashMap<>();
    Stream.of(text.trim().split(" +"))
        .forEach(value -> values.put("pod-" + values.size(), Long.parseLong(value) * containers));
    return values;
  }
}
