/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.rollout;

import static io.berth.deploy.planning.Situations.NOON;

import io.berth.deploy.Apps;
import io.berth.deploy.diagnosis.Finding;
import io.berth.deploy.manifest.Beside;
import io.berth.deploy.manifest.Manifests;
import io.berth.deploy.manifest.Origin;
import io.berth.deploy.manifest.Wanted;
import io.berth.deploy.planning.LiveApp;
import io.berth.deploy.planning.Situations;
import io.berth.deploy.waves.Fleet.Alarm;
import io.berth.events.command.RolloutStrategy;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.List;
import java.util.Optional;

/** Two Deployments of one application as they may be found, a minute before their deadline. */
record Looks<S extends RolloutStrategy>(Deployment own, Deployment beside, S strategy) {

  /**
   * @param own replicas of the application's own
   * @param ownUp how many of them are available
   * @param up how many of those beside are available
   */
  static <S extends RolloutStrategy> Looks<S> at(
      Beside beside, int own, int ownUp, int up, S strategy) {
    List<HasMetadata> objects = objects(beside, own);
    return new Looks<>(
        up((Deployment) objects.getLast(), own, ownUp),
        up((Deployment) objects.get(objects.size() - 2), beside.replicas(), up),
        strategy);
  }

  Look<S> with(Optional<Finding> finding, List<Alarm> alarms) {
    return new Look<>(LiveApp.of(own).orElseThrow(), beside, strategy, finding, alarms);
  }

  static List<Alarm> alarm(long second) {
    return List.of(new Alarm("dc-a", "Crashing", NOON.plusSeconds(second), null));
  }

  private static List<HasMetadata> objects(Beside beside, int own) {
    Origin origin =
        new Origin("command-2", "deploy", "ann", NOON, NOON.plusSeconds(60), "berth.commands-1:2");
    return Manifests.of(
        new Wanted(
            "dc-a",
            Apps.CART,
            Situations.release(1),
            own,
            true,
            false,
            null,
            null,
            true,
            origin,
            beside,
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
