/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.rollout;

import io.berth.deploy.cluster.AppCache;
import io.berth.deploy.operations.AppStatePublisher;
import io.berth.deploy.planning.ObservedApp;
import io.berth.events.AppRef;
import io.berth.events.ClusterAppRef;
import java.time.InstantSource;
import java.util.Optional;

/** Publishes the states of this cluster's applications. */
final class AppStateReporter {

  private final String clusterName;
  private final AppCache cache;
  private final AppStatePublisher apps;
  private final InstantSource clock;

  AppStateReporter(
      String clusterName, AppCache cache, AppStatePublisher apps, InstantSource clock) {
    this.clusterName = clusterName;
    this.cache = cache;
    this.apps = apps;
    this.clock = clock;
  }

  void publish(ObservedApp live, boolean rolling) {
    apps.publish(
        AppStates.of(
            cache.identity(),
            live,
            Optional.ofNullable(live.stage())
                .flatMap(stage -> cache.parallel(live.app(), stage.name())),
            cache.readyPods(live.app()),
            cache.environment(live.app().namespace()),
            rolling,
            clock.instant()));
  }

  void publishRemoved(AppRef app) {
    apps.publishRemoved(ClusterAppRef.of(clusterName, app));
  }
}
