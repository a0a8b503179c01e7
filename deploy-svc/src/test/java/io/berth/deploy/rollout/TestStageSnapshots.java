/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.rollout;

import static io.berth.deploy.planning.TestSnapshots.NOON;

import io.berth.deploy.diagnosis.RolloutFinding;
import io.berth.deploy.fleet.CriticalAlert;
import io.berth.deploy.manifest.AppManifests;
import io.berth.deploy.manifest.CommandRef;
import io.berth.deploy.manifest.DesiredState;
import io.berth.deploy.manifest.ParallelRelease;
import io.berth.deploy.planning.ObservedApp;
import io.berth.deploy.planning.TestSnapshots;
import io.berth.deploy.testing.TestApps;
import io.berth.events.command.RolloutStrategy;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Two Deployments of one application as they may be found, a minute before their deadline. */
record TestStageSnapshots<S extends RolloutStrategy>(
    Deployment own, Deployment beside, S strategy) {

  /**
   * @param own replicas of the application's own
   * @param ownUp how many of them are available
   * @param up how many of those beside are available
   */
  static <S extends RolloutStrategy> TestStageSnapshots<S> at(
      ParallelRelease parallel, int own, int ownUp, int up, S strategy) {
    List<HasMetadata> objects = objects(parallel, own);
    return new TestStageSnapshots<>(
        up((Deployment) objects.getLast(), own, ownUp),
        up((Deployment) objects.get(objects.size() - 2), parallel.replicas(), up),
        strategy);
  }

  StageSnapshot<S> with(Optional<RolloutFinding> finding, List<CriticalAlert> alerts) {
    return new StageSnapshot<>(
        ObservedApp.of(own).orElseThrow(), beside, strategy, finding, alerts);
  }

  /** One on the release beside that began and fired at that second. */
  static List<CriticalAlert> alertOn(
      String track, String name, @Nullable String reason, long second) {
    Instant at = NOON.plusSeconds(second);
    return List.of(
        new CriticalAlert(
            "dc-a", "shop", "cart", "cart-x7k2p", track, name, reason, "", at, at, null));
  }

  private static List<HasMetadata> objects(ParallelRelease parallel, int own) {
    CommandRef command =
        new CommandRef(
            "command-2", "deploy", "ann", NOON, NOON.plusSeconds(60), "berth.commands-1:2");
    return AppManifests.of(
        new DesiredState(
            "dc-a",
            TestApps.CART,
            TestSnapshots.release(1),
            own,
            true,
            false,
            null,
            null,
            true,
            command,
            parallel,
            null));
  }

  private static Deployment up(Deployment deployment, int replicas, int up) {
    return new DeploymentBuilder(deployment)
        .editMetadata()
        .withGeneration(3L)
        .endMetadata()
        .withNewStatus()
        .withObservedGeneration(3L)
        .withReplicas(replicas)
        .withUpdatedReplicas(replicas)
        .withReadyReplicas(up)
        .withAvailableReplicas(up)
        .endStatus()
        .build();
  }
}
