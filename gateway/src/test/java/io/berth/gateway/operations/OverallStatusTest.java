/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.operations;

import static io.berth.events.operation.Verdict.FAILED;
import static io.berth.events.operation.Verdict.REJECTED;
import static io.berth.events.operation.Verdict.ROLLED_BACK;
import static io.berth.events.operation.Verdict.SUCCEEDED;
import static io.berth.events.operation.Verdict.UNREACHABLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.events.command.PartialFailurePolicy;
import io.berth.events.command.PartialFailurePolicy.All;
import io.berth.events.command.PartialFailurePolicy.BestEffort;
import io.berth.events.command.PartialFailurePolicy.CanaryFirst;
import io.berth.events.command.PartialFailurePolicy.Quorum;
import io.berth.events.operation.Verdict;
import io.berth.gateway.operations.OverallStatus.CommandTargets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OverallStatusTest {

  private static final List<String> TARGETS = List.of("dc-a", "dc-b", "dc-c");
  private static final Instant DEADLINE = Instant.parse("2026-11-22T12:00:00Z");
  private static final Instant BEFORE = DEADLINE.minusSeconds(1);

  @Test
  void all_succeedsIfEveryClusterSucceeded() {
    assertThat(before(new All(), Map.of("dc-a", SUCCEEDED, "dc-b", SUCCEEDED, "dc-c", SUCCEEDED)))
        .isEqualTo(
            new OverallStatus(SUCCEEDED, true, "dc-a succeeded, dc-b succeeded, dc-c succeeded"));
  }

  @Test
  void all_hasNoVerdictWhileAClusterIsPending_evenIfAnotherFailed() {
    assertThat(before(new All(), Map.of("dc-a", FAILED, "dc-b", SUCCEEDED)))
        .isEqualTo(
            new OverallStatus(
                null, false, "dc-a failed, dc-b succeeded, dc-c has not answered yet"));
  }

  @Test
  void all_takesTheCommonVerdictOfTheUnsuccessfulClusters() {
    assertThat(
            before(new All(), Map.of("dc-a", REJECTED, "dc-b", SUCCEEDED, "dc-c", REJECTED))
                .verdict())
        .isEqualTo(REJECTED);
  }

  @Test
  void all_failsIfTheUnsuccessfulClustersDiffer() {
    assertThat(
            before(new All(), Map.of("dc-a", REJECTED, "dc-b", ROLLED_BACK, "dc-c", SUCCEEDED))
                .verdict())
        .isEqualTo(FAILED);
  }

  @Test
  void pendingClusterAtTheDeadline_isUnreachable() {
    assertThat(at(DEADLINE, new All(), Map.of("dc-a", SUCCEEDED, "dc-b", SUCCEEDED)))
        .isEqualTo(
            new OverallStatus(
                UNREACHABLE,
                true,
                "dc-a succeeded, dc-b succeeded, dc-c gave no verdict before the deadline"));
  }

  @Test
  void quorum_succeedsAsSoonAsEnoughClustersSucceeded() {
    OverallStatus overall = before(new Quorum(2), Map.of("dc-a", SUCCEEDED, "dc-b", SUCCEEDED));
    assertThat(overall.verdict()).isEqualTo(SUCCEEDED);
    assertThat(overall.complete()).isFalse();
  }

  @Test
  void quorumThatCannotBeReached_isConcludedWhenAllVerdictsAreKnown() {
    assertThat(before(new Quorum(2), Map.of("dc-a", FAILED, "dc-b", FAILED)).verdict()).isNull();
    assertThat(
            before(new Quorum(2), Map.of("dc-a", FAILED, "dc-b", FAILED, "dc-c", SUCCEEDED))
                .verdict())
        .isEqualTo(FAILED);
  }

  @Test
  void bestEffort_succeedsIfAnyClusterSucceeded() {
    assertThat(at(DEADLINE, new BestEffort(), Map.of("dc-a", FAILED, "dc-b", SUCCEEDED)).verdict())
        .isEqualTo(SUCCEEDED);
  }

  @Test
  void bestEffortWithoutVerdicts_isUnreachable() {
    assertThat(at(DEADLINE, new BestEffort(), Map.of()).verdict()).isEqualTo(UNREACHABLE);
  }

  @Test
  void canaryFirst_concludesWhenItsCanaryFailed() {
    OverallStatus overall = before(new CanaryFirst("dc-b"), Map.of("dc-b", ROLLED_BACK));
    assertThat(overall.verdict()).isEqualTo(ROLLED_BACK);
    assertThat(overall.complete()).isTrue();
  }

  @Test
  void canaryFirst_needsAllClustersAfterItsCanary() {
    CanaryFirst policy = new CanaryFirst("dc-b");
    assertThat(before(policy, Map.of("dc-b", SUCCEEDED)).verdict()).isNull();
    assertThat(
            before(policy, Map.of("dc-b", SUCCEEDED, "dc-a", SUCCEEDED, "dc-c", FAILED)).verdict())
        .isEqualTo(FAILED);
    assertThat(
            before(policy, Map.of("dc-b", SUCCEEDED, "dc-a", SUCCEEDED, "dc-c", SUCCEEDED))
                .verdict())
        .isEqualTo(SUCCEEDED);
  }

  @Test
  void clusterThatIsNoTarget_isIgnored() {
    assertThat(
            OverallStatus.of(
                    new BestEffort(),
                    CommandTargets.of(List.of("dc-a")),
                    Map.of("dc-z", SUCCEEDED),
                    DEADLINE,
                    BEFORE)
                .verdict())
        .isNull();
  }

  private static OverallStatus before(PartialFailurePolicy policy, Map<String, Verdict> verdicts) {
    return at(BEFORE, policy, verdicts);
  }

  private static OverallStatus at(
      Instant asOf, PartialFailurePolicy policy, Map<String, Verdict> verdicts) {
    return OverallStatus.of(policy, CommandTargets.of(TARGETS), verdicts, DEADLINE, asOf);
  }
}
