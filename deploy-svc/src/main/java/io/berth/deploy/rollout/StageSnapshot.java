/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.rollout;

import io.berth.deploy.diagnosis.RolloutFinding;
import io.berth.deploy.fleet.CriticalAlert;
import io.berth.deploy.planning.ObservedApp;
import io.berth.deploy.planning.ObservedApp.RolloutStage;
import io.berth.events.command.RolloutStrategy;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.List;
import java.util.Optional;

/**
 * The state that the next action of a staged roll-out is decided from.
 *
 * @param live the application's own Deployment, with the stage on it
 * @param parallel the Deployment beside it
 * @param strategy of the new release
 * @param finding what is wrong with the new release's pods, if anything
 * @param alerts the critical ones on the application in this cluster
 */
public record StageSnapshot<S extends RolloutStrategy>(
    ObservedApp live,
    Deployment parallel,
    S strategy,
    Optional<RolloutFinding> finding,
    List<CriticalAlert> alerts) {

  RolloutStage stage() {
    RolloutStage stage = live.stage();
    if (stage == null) {
      throw new IllegalArgumentException("nothing runs beside " + live.app());
    }
    return stage;
  }
}
