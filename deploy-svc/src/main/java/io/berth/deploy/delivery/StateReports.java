/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.delivery;

import io.berth.deploy.planning.LiveApp;
import io.berth.deploy.rollout.AppStates;
import io.berth.events.AppRef;
import io.berth.events.ClusterAppRef;
import java.time.InstantSource;
import java.util.Optional;

/** Tells others how the applications of this cluster are. */
final class StateReports {

  private final String clusterName;
  private final View view;
  private final Apps apps;
  private final InstantSource clock;

  StateReports(String clusterName, View view, Apps apps, InstantSource clock) {
    this.clusterName = clusterName;
    this.view = view;
    this.apps = apps;
    this.clock = clock;
  }

  void is(LiveApp live, boolean rolling) {
    apps.is(
        AppStates.of(
            view.place(),
            live,
            Optional.ofNullable(live.stage())
                .flatMap(stage -> view.beside(live.app(), stage.track())),
            view.environment(live.app().namespace()),
            rolling,
            clock.instant()));
  }

  void gone(AppRef app) {
    apps.gone(ClusterAppRef.of(clusterName, app));
  }
}
