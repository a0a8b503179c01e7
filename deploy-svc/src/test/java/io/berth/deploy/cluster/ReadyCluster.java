/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.cluster;

import io.berth.deploy.manifest.CommandRef;
import io.berth.deploy.planning.ClusterSnapshot;
import io.berth.deploy.planning.ObservedApp;
import io.berth.deploy.planning.Plan;
import io.berth.deploy.planning.TestSnapshots;
import io.berth.deploy.release.Release;
import io.berth.deploy.release.Releases;
import io.berth.events.AppRef;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.ArrayList;
import java.util.List;

/** A cluster in which what is written is there at once, with all of its pods. */
public final class ReadyCluster extends StubCluster {

  private final FixedAppCache view;
  private Releases releases;
  private int writes;

  public ReadyCluster(FixedAppCache view, Releases releases) {
    this.view = view;
    this.releases = releases;
  }

  /** How often anything was written. */
  public int writes() {
    return writes;
  }

  public void show(List<HasMetadata> objects) {
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
        .withObservedGeneration(0L)
        .withReplicas(all)
        .withUpdatedReplicas(all)
        .withReadyReplicas(all)
        .withAvailableReplicas(all)
        .endStatus()
        .build();
  }

  @Override
  public ClusterSnapshot snapshot(AppRef app) {
    return TestSnapshots.situation(view.find(app).orElse(null), releases, false);
  }

  @Override
  public ObservedApp apply(Plan.Apply plan) {
    writes++;
    Release kept = plan.newRelease();
    if (kept != null) {
      List<Release> all = new ArrayList<>(releases.all());
      all.add(kept);
      releases = new Releases(all);
    }
    show(plan.objects());
    return view.find(plan.desired().app()).orElseThrow();
  }

  @Override
  public ClusterSnapshot cachedSnapshot(AppRef app) {
    return snapshot(app);
  }

  @Override
  public List<String> delete(AppRef app, CommandRef by) {
    writes++;
    view.only(List.of());
    releases = Releases.none();
    return List.of("Deployment/" + app.name());
  }
}
