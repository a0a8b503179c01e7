/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.cluster;

import io.berth.deploy.diagnosis.RemainingObject;
import io.berth.deploy.manifest.CommandRef;
import io.berth.deploy.planning.ClusterSnapshot;
import io.berth.deploy.planning.ObservedApp;
import io.berth.deploy.planning.Plan;
import io.berth.deploy.planning.TestSnapshots;
import io.berth.deploy.release.Release.ReleaseOutcome;
import io.berth.events.AppRef;
import io.berth.events.operation.Change;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A cluster in which nothing is and nothing happens. */
public class StubCluster implements Cluster {

  @Override
  public ClusterSnapshot snapshot(AppRef app) {
    return TestSnapshots.empty();
  }

  @Override
  public Optional<ObservedApp> observe(AppRef app) {
    return Optional.ofNullable(snapshot(app).live());
  }

  @Override
  public ClusterSnapshot cachedSnapshot(AppRef app) {
    return TestSnapshots.empty();
  }

  @Override
  public List<Change> dryRun(Plan.Apply plan) {
    return List.of();
  }

  @Override
  public ObservedApp apply(Plan.Apply plan) {
    throw new AssertionError("nothing is to be written");
  }

  @Override
  public List<HasMetadata> apply(List<HasMetadata> objects) {
    return objects;
  }

  @Override
  public void restore(
      ObservedApp live, List<HasMetadata> objects, @Nullable Integer scalerReplicas) {}

  @Override
  public List<HasMetadata> dryRunDelete(AppRef app) {
    return List.of();
  }

  @Override
  public List<String> delete(AppRef app, List<HasMetadata> objects, CommandRef by) {
    return delete(app, by);
  }

  @Override
  public List<String> delete(AppRef app, CommandRef by) {
    return List.of();
  }

  @Override
  public List<RemainingObject> remaining(AppRef app) {
    return List.of();
  }

  @Override
  public void deletePod(AppRef app, Pod pod) {}

  @Override
  public void deleteParallel(AppRef app, String name, CommandRef by) {}

  @Override
  public void checkOwnership(List<HasMetadata> objects) {}

  @Override
  public void recordOutcome(AppRef app, long release, ReleaseOutcome outcome) {}

  @Override
  public void scale(AppRef app, int replicas, String position) {}
}
