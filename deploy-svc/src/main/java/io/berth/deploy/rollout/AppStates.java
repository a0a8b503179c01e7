/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.rollout;

import io.berth.deploy.manifest.Marks;
import io.berth.deploy.planning.LiveApp;
import io.berth.events.ClusterAppRef;
import io.berth.events.command.EnsureNamespace.Environment;
import io.berth.events.command.Tier;
import io.berth.events.operation.AppState;
import io.berth.events.operation.AppState.Phase;
import io.berth.events.operation.Progress;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The state of an application, told from its Deployment. */
public final class AppStates {

  private AppStates() {}

  /**
   * Where this is.
   *
   * @param cluster its name
   * @param simulated whether it is a simulated one
   */
  public record Place(String cluster, boolean simulated) {}

  public static AppState of(
      Place place,
      LiveApp live,
      Optional<Deployment> beside,
      Environment environment,
      boolean rollingOut,
      Instant asOf) {
    Deployment deployment = live.deployment();
    var marks = deployment.getMetadata().getAnnotations();
    Progress counts =
        beside
            .map(other -> Counts.together(Counts.of(deployment), Counts.of(other)))
            .orElseGet(() -> Counts.of(deployment));
    return new AppState(
        ClusterAppRef.of(place.cluster(), live.app()),
        live.serving(),
        image(serving(live, beside)),
        marks.get(Marks.DIGEST),
        Tier.valueOf(marks.getOrDefault(Marks.TIER, "standard").toUpperCase(Locale.ROOT)),
        environment,
        counts,
        live.scaledByScaler() ? Marks.SCALER : Marks.DEPLOYER,
        phase(live, counts, rollingOut),
        conditions(deployment),
        live.origin().commandId(),
        live.origin().verb(),
        live.origin().requestedBy(),
        place.simulated(),
        asOf);
  }

  private static Deployment serving(LiveApp live, Optional<Deployment> beside) {
    return live.serving() == live.release()
        ? live.deployment()
        : beside.orElseGet(live::deployment);
  }

  static Phase phase(LiveApp live, Progress counts, boolean rollingOut) {
    if (live.stopped() || counts.wanted() == 0) {
      return Phase.STOPPED;
    }
    if (live.paused()) {
      return Phase.PAUSED;
    }
    if (rollingOut) {
      return Phase.ROLLING_OUT;
    }
    return counts.available() == 0
        ? Phase.DOWN
        : counts.available() < counts.wanted() ? Phase.DEGRADED : Phase.RUNNING;
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
