/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.rollout;

import io.berth.deploy.diagnosis.Finding;
import io.berth.deploy.planning.LiveApp;
import io.berth.deploy.planning.Stage;
import io.berth.deploy.waves.Fleet.Alarm;
import io.berth.events.command.RolloutStrategy;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.List;
import java.util.Optional;

/**
 * What is to be decided about while a release runs beside the application's own.
 *
 * @param live the application's own Deployment, with the stage on it
 * @param beside the Deployment beside it
 * @param strategy of the new release
 * @param finding what is wrong with the new release's pods, if anything
 * @param alarms the critical alerts on the application in this cluster
 */
public record Look<S extends RolloutStrategy>(
    LiveApp live, Deployment beside, S strategy, Optional<Finding> finding, List<Alarm> alarms) {

  Stage stage() {
    Stage stage = live.stage();
    if (stage == null) {
      throw new IllegalArgumentException("nothing runs beside " + live.app());
    }
    return stage;
  }
}
