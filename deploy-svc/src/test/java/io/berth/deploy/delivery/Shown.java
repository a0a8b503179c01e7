/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.delivery;

import io.berth.deploy.diagnosis.Scene;
import io.berth.deploy.manifest.Track;
import io.berth.deploy.planning.LiveApp;
import io.berth.deploy.rollout.AppStates.Place;
import io.berth.events.AppRef;
import io.berth.events.command.EnsureNamespace.Environment;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What the watches show, in memory: Deployments by their names, no pods and no events. */
final class Shown implements View {

  private final Map<String, Deployment> deployments = new ConcurrentHashMap<>();

  void only(List<Deployment> there) {
    deployments.clear();
    there.forEach(deployment -> deployments.put(deployment.getMetadata().getName(), deployment));
  }

  @Override
  public Optional<LiveApp> live(AppRef app) {
    return Optional.ofNullable(deployments.get(app.name())).flatMap(LiveApp::of);
  }

  @Override
  public List<LiveApp> all() {
    return deployments.values().stream().map(LiveApp::of).flatMap(Optional::stream).toList();
  }

  @Override
  public Environment environment(String namespace) {
    return Environment.PROD;
  }

  @Override
  public Place place() {
    return new Place("dc-a", true);
  }

  @Override
  public Optional<Deployment> beside(AppRef app, Track track) {
    return Optional.ofNullable(deployments.get(track.of(app.name())));
  }

  @Override
  public Scene sceneBeside(LiveApp live, Deployment beside) {
    return new Scene(beside, List.of(), List.of(), Map.of());
  }

  @Override
  public Scene scene(LiveApp live) {
    return new Scene(live.deployment(), List.of(), List.of(), Map.of());
  }
}
