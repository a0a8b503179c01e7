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
import io.berth.deploy.release.Release.Outcome;
import io.berth.events.AppRef;
import io.berth.events.operation.Change;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The cluster, and where in it this service may not do what it is for: a namespace is named from
 * the server's own words until the same kind of call goes through there.
 */
public final class Rights implements Cluster {

  private final Cluster cluster;
  private final Map<String, MissingRight> missing = new ConcurrentHashMap<>();

  public Rights(Cluster cluster) {
    this.cluster = cluster;
  }

  /** Namespaces in which a right is missing, each with what to do. */
  public Map<String, String> missing() {
    Map<String, String> words = new TreeMap<>();
    missing.forEach((namespace, right) -> words.put(namespace, right.advice()));
    return words;
  }

  private <T> T reading(AppRef app, Supplier<T> call) {
    T answer = noting(call);
    missing.computeIfPresent(app.namespace(), (_, right) -> right.reads() ? null : right);
    return answer;
  }

  private <T> T writing(AppRef app, Supplier<T> call) {
    T answer = noting(call);
    missing.remove(app.namespace());
    return answer;
  }

  private void writing(AppRef app, Runnable call) {
    writing(
        app,
        () -> {
          call.run();
          return app;
        });
  }

  private <T> T noting(Supplier<T> call) {
    try {
      return call.get();
    } catch (ClusterRefused e) {
      MissingRight.in(String.valueOf(e.getMessage()))
          .ifPresent(right -> missing.put(right.namespace(), right));
      throw e;
    }
  }

  @Override
  public Situation situation(AppRef app) {
    return reading(app, () -> cluster.situation(app));
  }

  @Override
  public Situation glimpse(AppRef app) {
    return noting(() -> cluster.glimpse(app));
  }

  @Override
  public List<Change> rehearse(Plan.Write plan) {
    return writing(plan.wanted().app(), () -> cluster.rehearse(plan));
  }

  @Override
  public LiveApp write(Plan.Write plan) {
    return writing(plan.wanted().app(), () -> cluster.write(plan));
  }

  @Override
  public void write(List<HasMetadata> objects) {
    noting(
        () -> {
          cluster.write(objects);
          return objects;
        });
  }

  @Override
  public List<String> erase(AppRef app, Origin by) {
    return writing(app, () -> cluster.erase(app, by));
  }

  @Override
  public void eraseBeside(AppRef app, Track track, Origin by) {
    writing(app, () -> cluster.eraseBeside(app, track, by));
  }

  @Override
  public void remember(AppRef app, long release, Outcome outcome) {
    writing(app, () -> cluster.remember(app, release, outcome));
  }

  @Override
  public void scale(AppRef app, int replicas, String position) {
    writing(app, () -> cluster.scale(app, replicas, position));
  }
}
