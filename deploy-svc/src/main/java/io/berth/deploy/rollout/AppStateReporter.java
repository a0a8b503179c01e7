/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.rollout;

import io.berth.deploy.cluster.AppCache;
import io.berth.deploy.cluster.AppCache.ClusterIdentity;
import io.berth.deploy.manifest.Annotations;
import io.berth.deploy.operations.AppStatePublisher;
import io.berth.deploy.planning.ObservedApp;
import io.berth.events.AppRef;
import io.berth.events.ClusterAppRef;
import io.berth.events.command.EnsureNamespace.Environment;
import io.berth.events.command.Tier;
import io.berth.events.operation.AppState;
import io.berth.events.operation.AppState.Phase;
import io.berth.events.operation.Progress;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;

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
        stateOf(
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

  /** Derives the state of an application from what runs its pods. */
  static AppState stateOf(
      ClusterIdentity cluster,
      ObservedApp live,
      Optional<Deployment> beside,
      SortedMap<Long, Integer> readyPods,
      Environment environment,
      boolean rollingOut,
      Instant asOf) {
    Deployment deployment = live.deployment();
    var annotations = deployment.getMetadata().getAnnotations();
    Progress counts =
        beside
            .map(other -> ReplicaCounts.sum(ReplicaCounts.of(deployment), ReplicaCounts.of(other)))
            .orElseGet(() -> ReplicaCounts.of(deployment));
    return new AppState(
        ClusterAppRef.of(cluster.name(), live.app()),
        live.servingRelease(),
        image(serving(live, beside)),
        annotations.get(Annotations.DIGEST),
        Tier.valueOf(
            annotations.getOrDefault(Annotations.TIER, "standard").toUpperCase(Locale.ROOT)),
        environment,
        counts,
        readyPods.entrySet().stream()
            .map(one -> new AppState.ReadyPods(one.getKey(), one.getValue()))
            .toList(),
        live.scaledByScaler() ? Annotations.SCALER : Annotations.DEPLOYER,
        phase(live, counts, rollingOut),
        conditions(deployment),
        live.lastCommand().commandId(),
        live.lastCommand().verb(),
        live.lastCommand().requestedBy(),
        cluster.simulated(),
        asOf,
        live.kind().kind());
  }

  private static Deployment serving(ObservedApp live, Optional<Deployment> beside) {
    return live.servingRelease() == live.release()
        ? live.deployment()
        : beside.orElseGet(live::deployment);
  }

  static Phase phase(ObservedApp live, Progress counts, boolean rollingOut) {
    if (live.isStopped() || counts.wanted() == 0) {
      return Phase.STOPPED;
    }
    if (live.paused()) {
      return Phase.PAUSED;
    }
    if (rollingOut) {
      return Phase.ROLLING_OUT;
    }
    if (counts.available() == 0) {
      return Phase.DOWN;
    }
    return counts.available() < counts.wanted() || servesOthers(counts)
        ? Phase.DEGRADED
        : Phase.RUNNING;
  }

  /** After a roll-out that failed, available pods may all be of the release before. */
  private static boolean servesOthers(Progress counts) {
    return counts.updated() < counts.wanted() || counts.old() > 0;
  }

  private static String image(Deployment deployment) {
    return deployment.getSpec().getTemplate().getSpec().getContainers().getFirst().getImage();
  }

  private static List<AppState.Condition> conditions(Deployment deployment) {
    return deployment.getStatus() == null
        ? List.of()
        : deployment.getStatus().getConditions().stream()
            .map(
                condition ->
                    new AppState.Condition(
                        condition.getType(),
                        condition.getStatus(),
                        condition.getReason(),
                        condition.getMessage()))
            .toList();
  }
}
