/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.waves;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.deploy.fleet.FleetView.FleetState.ClusterVerdict;
import io.berth.events.command.PartialFailurePolicy;
import io.berth.events.operation.Verdict;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompensationDecisionTest {

  private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");
  private static final List<String> TARGETS = List.of("dc-a", "dc-b", "dc-c");

  @Test
  void all_rollsBack_asSoonAsOneFailed() {
    assertThat(of(new PartialFailurePolicy.All(), "dc-a SUCCEEDED", "dc-b FAILED"))
        .isEqualTo(new CompensationDecision.RollBack("dc-b", "FAILED: so it is"));
  }

  @Test
  void all_reportsTheFirstFailure() {
    Map<String, ClusterVerdict> words = new HashMap<>();
    words.put(
        "dc-b", new ClusterVerdict(Verdict.FAILED, NOON.plusSeconds(9), "stopped by dc-c", null));
    words.put("dc-c", new ClusterVerdict(Verdict.TIMED_OUT, NOON, "too slow", null));
    words.put("dc-a", new ClusterVerdict(Verdict.SUCCEEDED, NOON, "fine", null));

    assertThat(CompensationDecision.of(new PartialFailurePolicy.All(), TARGETS, words))
        .isEqualTo(new CompensationDecision.RollBack("dc-c", "TIMED_OUT: too slow"));
  }

  @Test
  void all_isUndecidedWhileAVerdictIsMissing_andKeepsWhenAllSucceeded() {
    assertThat(of(new PartialFailurePolicy.All(), "dc-a SUCCEEDED"))
        .isEqualTo(new CompensationDecision.Undecided());
    assertThat(
            of(
                new PartialFailurePolicy.All(),
                "dc-a SUCCEEDED",
                "dc-b SUCCEEDED",
                "dc-c SUCCEEDED"))
        .isEqualTo(new CompensationDecision.Keep());
  }

  @Test
  void quorum_keepsWhenReached_andRollsBackWhenUnreachable() {
    PartialFailurePolicy two = new PartialFailurePolicy.Quorum(2);

    assertThat(of(two, "dc-a SUCCEEDED", "dc-b FAILED"))
        .isEqualTo(new CompensationDecision.Undecided());
    assertThat(of(two, "dc-a SUCCEEDED", "dc-b FAILED", "dc-c SUCCEEDED"))
        .isEqualTo(new CompensationDecision.Keep());
    assertThat(of(two, "dc-a SUCCEEDED", "dc-b FAILED", "dc-c REJECTED"))
        .isInstanceOf(CompensationDecision.RollBack.class);
  }

  @Test
  void bestEffort_keepsEveryClusterThatSucceeded() {
    assertThat(of(new PartialFailurePolicy.BestEffort(), "dc-a SUCCEEDED", "dc-b FAILED"))
        .isEqualTo(new CompensationDecision.Keep());
  }

  @Test
  void canaryFirst_requiresEveryCluster() {
    assertThat(of(new PartialFailurePolicy.CanaryFirst("dc-a"), "dc-a SUCCEEDED", "dc-b FAILED"))
        .isInstanceOf(CompensationDecision.RollBack.class);
  }

  @Test
  void supersededCluster_isNoFailure() {
    assertThat(of(new PartialFailurePolicy.All(), "dc-a SUCCEEDED", "dc-b SUPERSEDED"))
        .isEqualTo(new CompensationDecision.Undecided());
  }

  /** Of the command's own cluster dc-a, which succeeded, and two others. */
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "ALL, LACKS, LACKS, Keep",
        "ALL, LACKS, SUCCEEDED, Keep",
        "ALL, LACKS, FAILED, RollBack",
        "ALL, LACKS, -, Undecided",
        "CANARY_FIRST, LACKS, SUCCEEDED, Keep",
        "CANARY_FIRST, LACKS, TIMED_OUT, RollBack",
        "QUORUM, LACKS, LACKS, Keep",
        "QUORUM, LACKS, SUCCEEDED, Keep",
        "QUORUM, LACKS, FAILED, RollBack",
        "QUORUM, LACKS, -, Undecided",
        "BEST_EFFORT, LACKS, FAILED, Keep",
        "ALL, REJECTED, SUCCEEDED, RollBack"
      })
  void clusterWithoutTheApplication_isNeitherTargetNorFailure(
      String policy, String b, String c, String expected) {
    Map<String, ClusterVerdict> words = words("dc-a SUCCEEDED", "dc-b " + b);
    if (c != null) {
      words.putAll(words("dc-c " + c));
    }
    assertThat(
            CompensationDecision.skippingClustersWithoutApp(policy(policy), TARGETS, words)
                .getClass()
                .getSimpleName())
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"ALL, RollBack", "CANARY_FIRST, RollBack", "QUORUM, Undecided", "BEST_EFFORT, Keep"})
  void namedClusterWithoutTheApplication_isAFailure(String policy, String expected) {
    assertThat(of(policy(policy), "dc-a SUCCEEDED", "dc-b LACKS").getClass().getSimpleName())
        .isEqualTo(expected);
  }

  private static PartialFailurePolicy policy(String name) {
    return switch (name) {
      case "ALL" -> new PartialFailurePolicy.All();
      case "CANARY_FIRST" -> new PartialFailurePolicy.CanaryFirst("dc-b");
      case "QUORUM" -> new PartialFailurePolicy.Quorum(2);
      default -> new PartialFailurePolicy.BestEffort();
    };
  }

  private static CompensationDecision of(PartialFailurePolicy policy, String... said) {
    return CompensationDecision.of(policy, TARGETS, words(said));
  }

  private static Map<String, ClusterVerdict> words(String... said) {
    Map<String, ClusterVerdict> words = new HashMap<>();
    for (String word : said) {
      String[] parts = word.split(" ");
      boolean lacks = parts[1].equals("LACKS");
      Verdict verdict = lacks ? Verdict.REJECTED : Verdict.valueOf(parts[1]);
      words.put(parts[0], new ClusterVerdict(verdict, NOON, "so it is", null, lacks));
    }
    return words;
  }
}
