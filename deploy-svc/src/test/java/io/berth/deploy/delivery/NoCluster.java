/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.delivery;

import io.berth.deploy.manifest.Origin;
import io.berth.deploy.manifest.Track;
import io.berth.deploy.planning.LiveApp;
import io.berth.deploy.planning.Plan;
import io.berth.deploy.planning.Situation;
import io.berth.deploy.planning.Situations;
import io.berth.deploy.release.Release.Outcome;
import io.berth.events.AppRef;
import io.berth.events.operation.Change;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;

/** A cluster in which nothing is and nothing happens. */
class NoCluster implements Cluster {

  @Override
  public Situation situation(AppRef app) {
    return Situations.empty();
  }

  @Override
  public Situation glimpse(AppRef app) {
    return Situations.empty();
  }

  @Override
  public List<Change> rehearse(Plan.Write plan) {
    return List.of();
  }

  @Override
  public LiveApp write(Plan.Write plan) {
    throw new AssertionError("nothing is to be written");
  }

  @Override
  public void write(List<HasMetadata> objects) {}

  @Override
  public List<String> erase(AppRef app, Origin by) {
    return List.of();
  }

  @Override
  public void eraseBeside(AppRef app, Track track, Origin by) {}

  @Override
  public void remember(AppRef app, long release, Outcome outcome) {}

  @Override
  public void scale(AppRef app, int replicas, String position) {}
}
