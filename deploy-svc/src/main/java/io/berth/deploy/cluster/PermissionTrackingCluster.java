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
import io.berth.deploy.release.Release.ReleaseOutcome;
import io.berth.events.AppRef;
import io.berth.events.operation.Change;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Decorates a cluster and tracks in which namespaces the service lacks permissions: from the first
 * RBAC denial until a request of the same kind succeeds there.
 */
public final class PermissionTrackingCluster implements Cluster {

  private final Cluster cluster;
  private final Map<String, RbacDenial> denials = new ConcurrentHashMap<>();

  public PermissionTrackingCluster(Cluster cluster) {
    this.cluster = cluster;
  }

  /** Namespaces with missing permissions, each with advice. */
  public Map<String, String> deniedNamespaces() {
    Map<String, String> advice = new TreeMap<>();
    denials.forEach((namespace, denial) -> advice.put(namespace, denial.advice()));
    return advice;
  }

  private <T> T trackedRead(AppRef app, Supplier<T> call) {
    T answer = tracked(call);
    denials.computeIfPresent(app.namespace(), (_, denial) -> denial.isRead() ? null : denial);
    return answer;
  }

  private <T> T trackedWrite(AppRef app, Supplier<T> call) {
    T answer = tracked(call);
    denials.remove(app.namespace());
    return answer;
  }

  private void trackedWrite(AppRef app, Runnable call) {
    trackedWrite(
        app,
        () -> {
          call.run();
          return app;
        });
  }

  private <T> T tracked(Supplier<T> call) {
    try {
      return call.get();
    } catch (ClusterRejectedException e) {
      RbacDenial.parse(String.valueOf(e.getMessage()))
          .ifPresent(denial -> denials.put(denial.namespace(), denial));
      throw e;
    }
  }

  @Override
  public ClusterSnapshot snapshot(AppRef app) {
    return trackedRead(app, () -> cluster.snapshot(app));
  }

  /** Reads the Deployment alone, and so disproves no other denial. */
  @Override
  public Optional<ObservedApp> observe(AppRef app) {
    Optional<ObservedApp> live = tracked(() -> cluster.observe(app));
    denials.computeIfPresent(
        app.namespace(), (_, denial) -> denial.isDeploymentRead() ? null : denial);
    return live;
  }

  @Override
  public ClusterSnapshot cachedSnapshot(AppRef app) {
    return tracked(() -> cluster.cachedSnapshot(app));
  }

  @Override
  public List<Change> dryRun(Plan.Apply plan) {
    return trackedWrite(plan.desired().app(), () -> cluster.dryRun(plan));
  }

  @Override
  public ObservedApp apply(Plan.Apply plan) {
    return trackedWrite(plan.desired().app(), () -> cluster.apply(plan));
  }

  @Override
  public List<HasMetadata> apply(List<HasMetadata> objects) {
    return tracked(() -> cluster.apply(objects));
  }

  @Override
  public void restore(
      ObservedApp live, List<HasMetadata> objects, @Nullable Integer scalerReplicas) {
    trackedWrite(live.app(), () -> cluster.restore(live, objects, scalerReplicas));
  }

  @Override
  public void checkOwnership(List<HasMetadata> objects) {
    tracked(
        () -> {
          cluster.checkOwnership(objects);
          return objects;
        });
  }

  @Override
  public List<HasMetadata> dryRunDelete(AppRef app) {
    return trackedWrite(app, () -> cluster.dryRunDelete(app));
  }

  @Override
  public List<String> delete(AppRef app, List<HasMetadata> objects, CommandRef by) {
    return trackedWrite(app, () -> cluster.delete(app, objects, by));
  }

  @Override
  public List<String> delete(AppRef app, CommandRef by) {
    return trackedWrite(app, () -> cluster.delete(app, by));
  }

  /** Other reads may be denied all the same. */
  @Override
  public List<RemainingObject> remaining(AppRef app) {
    return tracked(() -> cluster.remaining(app));
  }

  @Override
  public void deleteParallel(AppRef app, String name, CommandRef by) {
    trackedWrite(app, () -> cluster.deleteParallel(app, name, by));
  }

  @Override
  public void deletePod(AppRef app, Pod pod) {
    trackedWrite(app, () -> cluster.deletePod(app, pod));
  }

  @Override
  public void recordOutcome(AppRef app, long release, ReleaseOutcome outcome) {
    trackedWrite(app, () -> cluster.recordOutcome(app, release, outcome));
  }

  @Override
  public void scale(AppRef app, int replicas, String position) {
    trackedWrite(app, () -> cluster.scale(app, replicas, position));
  }
}
