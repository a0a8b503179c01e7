/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.delivery;

import io.berth.deploy.planning.LiveApp;
import io.berth.deploy.planning.Plan;
import io.berth.deploy.planning.Situation;
import io.berth.deploy.planning.Situations;
import io.berth.deploy.release.Releases;
import io.berth.events.AppRef;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.List;

/** A cluster in which what is written is there at once, with all of its pods. */
final class ReadyCluster extends NoCluster {

  private final Shown view;
  private final Releases releases;
  private int writes;

  ReadyCluster(Shown view, Releases releases) {
    this.view = view;
    this.releases = releases;
  }

  /** How often anything was written. */
  int writes() {
    return writes;
  }

  void show(List<HasMetadata> objects) {
    view.only(
        objects.stream()
            .filter(Deployment.class::isInstance)
            .map(Deployment.class::cast)
            .map(ReadyCluster::ready)
            .toList());
  }

  private static Deployment ready(Deployment deployment) {
    int all = deployment.getSpec().getReplicas();
    return new DeploymentBuilder(deployment)
        .withNewStatus()
        .withReplicas(all)
        .withUpdatedReplicas(all)
        .withReadyReplicas(all)
        .withAvailableReplicas(all)
        .endStatus()
        .build();
  }

  @Override
  public Situation situation(AppRef app) {
    return Situations.situation(view.live(app).orElse(null), releases, false);
  }

  @Override
  public LiveApp write(Plan.Write plan) {
    writes++;
    show(plan.objects());
    return view.live(plan.wanted().app()).orElseThrow();
  }
}
