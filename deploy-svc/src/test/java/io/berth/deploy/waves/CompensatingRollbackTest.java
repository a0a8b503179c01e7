/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.waves;

import static io.berth.deploy.planning.TestSnapshots.NOON;
import static io.berth.deploy.planning.TestSnapshots.release;
import static io.berth.deploy.planning.TestSnapshots.running;
import static io.berth.deploy.testing.TestApps.GOOD;
import static io.berth.deploy.testing.TestApps.deploy;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.deploy.cluster.Cluster;
import io.berth.deploy.cluster.ClusterRejectedException;
import io.berth.deploy.cluster.FixedAppCache;
import io.berth.deploy.cluster.StubCluster;
import io.berth.deploy.operations.ClusterContext;
import io.berth.deploy.operations.RecordingOperationLog;
import io.berth.deploy.planning.ClusterSnapshot;
import io.berth.deploy.planning.ObservedApp;
import io.berth.deploy.planning.Plan;
import io.berth.deploy.planning.Planner;
import io.berth.deploy.planning.ReceivedCommand;
import io.berth.deploy.planning.RecordPosition;
import io.berth.deploy.policy.PolicyParameters;
import io.berth.deploy.policy.PolicyRules;
import io.berth.deploy.queue.MonotonicClock;
import io.berth.deploy.queue.PartitionOwnership;
import io.berth.deploy.rollout.RolloutTracker;
import io.berth.events.AppRef;
import io.berth.events.operation.Accepted;
import io.berth.events.operation.Change;
import io.berth.events.operation.Concluded;
import io.berth.events.operation.Operation;
import io.berth.events.operation.Rejected;
import io.berth.events.operation.Verdict;
import io.berth.events.operation.Violation;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A rollback that the cluster does not let happen has a verdict too. */
class CompensatingRollbackTest {

  private static final ReceivedCommand DONE =
      new ReceivedCommand(
          "command-2", deploy(GOOD), NOON, new RecordPosition("berth.commands", 1, 2));
  private static final CompensationDecision.RollBack FAILED =
      new CompensationDecision.RollBack("dc-b", "FAILED: so it is");
  private static final Violation FOREIGN =
      new Violation(
          "object-owner", 1, "app.name", "Service/cart of somebody", "none", "Have it renamed.");

  private final List<Operation> topic = new ArrayList<>();

  /** The application runs what the command released. */
  private static class Running extends StubCluster {
    @Override
    public ClusterSnapshot snapshot(AppRef app) {
      return running(release(1), release(2));
    }
  }

  @Test
  void rollbackThatMeetsAForeignObject_isRejectedNamingIt() {
    rollBack(
        new Running() {
          @Override
          public List<Change> dryRun(Plan.Apply plan) {
            throw new ClusterRejectedException(FOREIGN);
          }
        });

    assertThat(topic)
        .singleElement()
        .isInstanceOfSatisfying(
            Rejected.class,
            rejected -> {
              assertThat(rejected.ref().commandId()).isEqualTo("command-2.rollback");
              assertThat(rejected.violations()).containsExactly(FOREIGN);
            });
  }

  @Test
  void rollbackThatIsRefusedWhenItIsWritten_fails() {
    rollBack(
        new Running() {
          @Override
          public ObservedApp apply(Plan.Apply plan) {
            throw new ClusterRejectedException(FOREIGN);
          }
        });

    assertThat(topic).hasSize(2).first().isInstanceOf(Accepted.class);
    assertThat(topic.getLast())
        .isInstanceOfSatisfying(
            Concluded.class,
            end -> {
              assertThat(end.verdict()).isEqualTo(Verdict.FAILED);
              assertThat(end.summary()).contains("Service/cart of somebody");
            });
  }

  @Test
  void rollbackOfAnApplicationThatMayNotBeRead_isRejected() {
    rollBack(
        new StubCluster() {
          @Override
          public ClusterSnapshot snapshot(AppRef app) {
            throw new ClusterRejectedException(
                "deployments is forbidden", new IllegalStateException());
          }
        });

    assertThat(topic)
        .singleElement()
        .isInstanceOfSatisfying(
            Rejected.class,
            rejected ->
                assertThat(rejected.violations())
                    .extracting(Violation::rule)
                    .containsExactly("api-server"));
  }

  private void rollBack(Cluster cluster) {
    ClusterContext context =
        new ClusterContext(
            "dc-a",
            new FixedAppCache(),
            cluster,
            new RecordingOperationLog(topic, _ -> {}),
            new MonotonicClock(() -> NOON, () -> 0));
    new CompensatingRollback(
            context,
            new Planner(new PolicyRules(PolicyParameters.standard())),
            new RolloutTracker(context, PartitionOwnership.ALL, _ -> {}))
        .rollBack(DONE, FAILED);
  }
}
