/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.rollout;

import static io.berth.deploy.planning.TestSnapshots.NOON;
import static io.berth.deploy.planning.TestSnapshots.release;
import static io.berth.deploy.testing.TestApps.CART;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.deploy.cluster.Cluster;
import io.berth.deploy.cluster.FixedAppCache;
import io.berth.deploy.cluster.StubCluster;
import io.berth.deploy.manifest.AppManifests;
import io.berth.deploy.manifest.CommandRef;
import io.berth.deploy.manifest.DesiredState;
import io.berth.deploy.manifest.ParallelRelease;
import io.berth.deploy.manifest.Track;
import io.berth.deploy.operations.ClusterContext;
import io.berth.deploy.operations.OperationLog;
import io.berth.deploy.operations.RecordingOperationLog;
import io.berth.deploy.operations.SilentAppStatePublisher;
import io.berth.deploy.planning.Planner;
import io.berth.deploy.policy.PolicyParameters;
import io.berth.deploy.policy.PolicyRules;
import io.berth.deploy.queue.InternalTasks;
import io.berth.deploy.queue.MonotonicClock;
import io.berth.deploy.queue.PartitionOwnership;
import io.berth.deploy.testing.TestPipeline;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StagedRolloutControllerTest {

  private static final MonotonicClock CLOCK =
      new MonotonicClock(InstantSource.fixed(NOON), () -> 0);

  private final RolloutDecider decider = new RolloutDecider(FailureGracePeriods.standard());
  private final Cluster cluster = new StubCluster();
  private final OperationLog operations = new RecordingOperationLog(new ArrayList<>(), _ -> {});
  private final FixedAppCache view = new FixedAppCache();
  private final ClusterContext context =
      new ClusterContext("dc-a", view, cluster, operations, CLOCK);
  private final InternalTasks tasks = new InternalTasks(PartitionOwnership.ALL, (_, _) -> {});
  private final RolloutTracker tracker =
      new RolloutTracker(context, PartitionOwnership.ALL, _ -> {});
  private final RolloutReconciler reconciler =
      new RolloutReconciler(
          context,
          decider,
          new SilentAppStatePublisher(),
          tracker,
          new StagedRolloutController(context, decider, TestPipeline.ALONE, tracker, tasks),
          new AutoRollback(
              context, new Planner(new PolicyRules(PolicyParameters.standard())), tracker, tasks));

  @Test
  void switchedApplication_isPending_untilItsRollbackWindowEnds() {
    show(
        new ParallelRelease(
            Track.PREVIEW, Track.PREVIEW.nameFor("cart"), release(2), 3, 3, 1, NOON, null));
    reconciler.reconcile(CART);
    assertThat(reconciler.pendingApps()).containsExactly(CART);

    show(null);
    reconciler.reconcile(CART);
    assertThat(reconciler.pendingApps()).isEmpty();
  }

  @Test
  void removedApplication_isNotPending_evenDuringItsRollbackWindow() {
    show(
        new ParallelRelease(
            Track.PREVIEW, Track.PREVIEW.nameFor("cart"), release(2), 3, 3, 1, NOON, null));
    reconciler.reconcile(CART);

    view.only(List.of());
    reconciler.reconcile(CART);

    assertThat(reconciler.pendingApps()).isEmpty();
  }

  private void show(@Nullable ParallelRelease parallel) {
    CommandRef command =
        new CommandRef(
            "command-2", "deploy", "ann", NOON, NOON.plusSeconds(60), "berth.commands-1:2");
    DesiredState desired =
        new DesiredState(
            "dc-a", CART, release(1), 3, true, false, null, null, true, command, parallel, null);
    view.only(
        AppManifests.of(desired).stream()
            .filter(Deployment.class::isInstance)
            .map(Deployment.class::cast)
            .toList());
  }
}
