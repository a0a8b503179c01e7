/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.operations;

import static io.berth.gateway.GatewaySamples.CART;
import static io.berth.gateway.GatewaySamples.CLUSTERS;
import static io.berth.gateway.GatewaySamples.NOON;
import static io.berth.gateway.GatewaySamples.accepted;
import static io.berth.gateway.GatewaySamples.concluded;
import static io.berth.gateway.GatewaySamples.progressing;
import static io.berth.gateway.GatewaySamples.rejected;
import static io.berth.gateway.GatewaySamples.restart;
import static io.berth.gateway.GatewaySamples.scale;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.events.operation.Applied;
import io.berth.events.operation.Drifted;
import io.berth.events.operation.Verdict;
import io.berth.gateway.GatewaySamples;
import io.berth.gateway.operations.ClusterOutcome.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommandStatusStoreTest {

  private static final Instant LATER = NOON.plusSeconds(5);

  private final CommandStatusStore statuses = new CommandStatusStore(3);

  @Test
  void commandWithoutOperations_isPendingInEveryCluster() {
    statuses.apply(scale("c1", 3));
    CommandStatusView view = view("c1", LATER);
    assertThat(view.clusters()).extracting(ClusterOutcome::cluster).containsExactly("dc-a", "dc-b");
    assertThat(view.clusters()).allMatch(outcome -> outcome.steps().isEmpty());
    assertThat(view.overall().complete()).isFalse();
  }

  @Test
  void steps_keepTheirOrder_andProgressIsShown() {
    statuses.apply(scale("c1", 3));
    statuses.apply(accepted("c1", "dc-a"));
    statuses.apply(
        new Applied(GatewaySamples.ref("c1", "dc-a", 2), 7L, List.of("Deployment/cart")));
    statuses.apply(progressing("c1", "dc-a", 2));
    statuses.apply(concluded("c1", "dc-a", Verdict.SUCCEEDED));
    ClusterOutcome outcome = view("c1", LATER).clusters().getFirst();
    assertThat(outcome.steps())
        .extracting(Step::step)
        .containsExactly("accepted", "applied", "concluded");
    assertThat(outcome.release()).isEqualTo(7L);
    assertThat(outcome.progress()).isNotNull();
    assertThat(outcome.verdict()).isEqualTo(Verdict.SUCCEEDED);
  }

  @Test
  void verdict_isFinal() {
    statuses.apply(concluded("c1", "dc-a", Verdict.FAILED));
    statuses.apply(concluded("c1", "dc-a", Verdict.SUCCEEDED));
    statuses.apply(progressing("c1", "dc-a", 1));
    ClusterOutcome outcome = view("c1", LATER).clusters().getFirst();
    assertThat(outcome.verdict()).isEqualTo(Verdict.FAILED);
    assertThat(outcome.diagnosis()).isEqualTo(GatewaySamples.MISSING_IMAGE);
    assertThat(outcome.steps()).hasSize(1);
  }

  @Test
  void rejection_isAVerdict_withItsViolations() {
    statuses.apply(rejected("c1", "dc-b"));
    ClusterOutcome outcome = view("c1", LATER).clusters().getLast();
    assertThat(outcome.verdict()).isEqualTo(Verdict.REJECTED);
    assertThat(outcome.violations()).hasSize(1);
    assertThat(outcome.summary()).isEqualTo("Refused: it breaks a rule");
  }

  @Test
  void orderOfCommandAndOperations_doesNotMatter() {
    statuses.apply(accepted("c1", "dc-a"));
    statuses.apply(scale("c1", 3));
    CommandStatusStore other = new CommandStatusStore(3);
    other.apply(scale("c1", 3));
    other.apply(accepted("c1", "dc-a"));
    assertThat(statuses.find("c1")).isEqualTo(other.find("c1"));
  }

  @Test
  void repeatedId_isTheSameCommand() {
    statuses.apply(scale("c1", 3));
    statuses.apply(scale("c1", 9));
    assertThat(statuses.find("c1").orElseThrow().command()).isEqualTo(scale("c1", 3).payload());
  }

  @Test
  void missingVerdictAfterTheDeadlineAndItsGrace_isUnreachable_withAdvice() {
    statuses.apply(scale("c1", 3));
    statuses.apply(concluded("c1", "dc-a", Verdict.SUCCEEDED));
    Instant deadline = NOON.plus(Duration.ofMinutes(10));
    assertThat(view("c1", deadline).overall().complete()).isFalse();
    CommandStatusView overdue = view("c1", deadline.plus(CommandStatus.GRACE));
    assertThat(overdue.overall().verdict()).isEqualTo(Verdict.UNREACHABLE);
    assertThat(overdue.clusters().getLast().summary())
        .isEqualTo(
            "dc-b gave no verdict within 600 s. Look whether its deploy-svc runs (GET"
                + " /api/v1/clusters); the command is kept and will be worked on when it is back.");
  }

  @Test
  void drift_belongsToNoCommand() {
    assertThat(
            statuses.apply(
                new Drifted(
                    GatewaySamples.ref("c1", "dc-a", 1),
                    "Deployment/cart",
                    "spec.replicas",
                    "1",
                    "3",
                    "kubectl",
                    null,
                    true)))
        .isEmpty();
    assertThat(statuses.find("c1")).isEmpty();
  }

  @Test
  void oldestCommand_isEvictedFirst_andLatestIsListedFirst() {
    for (int i = 1; i <= 4; i++) {
      statuses.apply(restart("c" + i, NOON.plusSeconds(i)));
    }
    assertThat(statuses.latest(CART, 10))
        .extracting(CommandStatus::commandId)
        .containsExactly("c4", "c3", "c2");
    assertThat(statuses.latest(null, 1)).extracting(CommandStatus::commandId).containsExactly("c4");
    assertThat(statuses.find("c1")).isEmpty();
  }

  private CommandStatusView view(String id, Instant asOf) {
    return CommandStatusView.of(statuses.find(id).orElseThrow(), CLUSTERS, asOf);
  }
}
