/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.cluster;

import io.berth.deploy.cluster.AppCache.ClusterIdentity;
import io.berth.deploy.diagnosis.DiagnosisInput;
import io.berth.deploy.planning.ObservedApp;
import io.berth.events.AppRef;
import io.berth.events.command.EnsureNamespace.Environment;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What the watches show, in memory: Deployments by their names, and no events. */
public final class FixedAppCache implements AppCache {

  private final Map<String, Deployment> deployments = new ConcurrentHashMap<>();
  private @Nullable AppRef withPods;

  public void only(List<Deployment> there) {
    deployments.clear();
    there.forEach(deployment -> deployments.put(deployment.getMetadata().getName(), deployment));
  }

  /** Pods of this application exist; null where there are none. */
  public void podsOf(@Nullable AppRef app) {
    withPods = app;
  }

  @Override
  public Optional<ObservedApp> find(AppRef app) {
    return Optional.ofNullable(deployments.get(app.name())).flatMap(ObservedApp::of);
  }

  @Override
  public List<ObservedApp> all() {
    return deployments.values().stream().map(ObservedApp::of).flatMap(Optional::stream).toList();
  }

  @Override
  public Environment environment(String namespace) {
    return Environment.PROD;
  }

  @Override
  public ClusterIdentity identity() {
    return new ClusterIdentity("dc-a", true);
  }

  @Override
  public Optional<Deployment> parallel(AppRef app, String name) {
    return Optional.ofNullable(deployments.get(name));
  }

  @Override
  public List<Pod> pods(AppRef app) {
    return List.of();
  }

  @Override
  public boolean hasPods(AppRef app) {
    return app.equals(withPods);
  }

  @Override
  public SortedMap<Long, Integer> readyPods(AppRef app) {
    return new TreeMap<>();
  }

  @Override
  public DiagnosisInput parallelDiagnosisInput(ObservedApp live, Deployment beside) {
    return new DiagnosisInput(beside, List.of(), List.of(), Map.of());
  }

  @Override
  public DiagnosisInput diagnosisInput(ObservedApp live) {
    return new DiagnosisInput(live.deployment(), List.of(), List.of(), Map.of());
  }
}
