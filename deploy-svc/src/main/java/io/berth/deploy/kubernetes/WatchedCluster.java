/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kubernetes;

import io.berth.deploy.delivery.View;
import io.berth.deploy.diagnosis.Diagnostician;
import io.berth.deploy.diagnosis.Scene;
import io.berth.deploy.manifest.Marks;
import io.berth.deploy.manifest.Track;
import io.berth.deploy.planning.LiveApp;
import io.berth.deploy.rollout.AppStates.Place;
import io.berth.events.AppRef;
import io.berth.events.command.EnsureNamespace.Environment;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The cluster by its watches. A watch that breaks lists again, for as long as it takes. */
public final class WatchedCluster implements View, AutoCloseable {

  private static final String BY_APP = "app";

  private final String name;
  private final Served served;
  private final Troubles troubles;
  private final SharedIndexInformer<Deployment> deployments;
  private final SharedIndexInformer<Pod> pods;
  private final SharedIndexInformer<Service> services;
  private final SharedIndexInformer<Namespace> namespaces;
  private final SharedIndexInformer<ResourceQuota> quotas;

  /**
   * @param changed told of every application that may have changed
   */
  public WatchedCluster(String name, KubernetesClient client, Consumer<AppRef> changed) {
    this.name = name;
    this.served = new Served(client);
    this.troubles = new Troubles(client);
    this.deployments =
        client
            .apps()
            .deployments()
            .inAnyNamespace()
            .withLabel(Marks.MANAGED_BY, Marks.BERTH)
            .runnableInformer(0)
            .itemStore(LeanStore.withOwners())
            .exceptionHandler((_, _) -> true)
            .addEventHandler(new News<>(changed));
    this.pods =
        client
            .pods()
            .inAnyNamespace()
            .withLabel(Marks.MANAGED_BY, Marks.BERTH)
            .runnableInformer(0)
            .itemStore(LeanStore.withoutOwners())
            .exceptionHandler((_, _) -> true)
            .addIndexers(Map.of(BY_APP, pod -> List.of(News.appOf(pod).toString())))
            .addEventHandler(new News<>(changed));
    this.services =
        client
            .services()
            .inAnyNamespace()
            .withLabel(Marks.MANAGED_BY, Marks.BERTH)
            .runnableInformer(0)
            .itemStore(LeanStore.withOwners())
            .exceptionHandler((_, _) -> true)
            .addEventHandler(new News<>(changed));
    this.namespaces =
        client
            .namespaces()
            .runnableInformer(0)
            .itemStore(LeanStore.withoutOwners())
            .exceptionHandler((_, _) -> true);
    this.quotas =
        client
            .resourceQuotas()
            .inAnyNamespace()
            .runnableInformer(0)
            .itemStore(LeanStore.withoutOwners())
            .exceptionHandler((_, _) -> true);
  }

  /** Begins to watch; returns at once, also where the API server is away. */
  public void start() {
    var _ = namespaces.start();
    var _ = quotas.start();
    var _ = pods.start();
    var _ = services.start();
    var _ = deployments.start();
  }

  /** Whether every object is known. */
  public boolean complete() {
    return informers().allMatch(SharedIndexInformer::hasSynced);
  }

  /** Whether news comes in. */
  public boolean watching() {
    return complete() && informers().allMatch(SharedIndexInformer::isWatching);
  }

  private Stream<SharedIndexInformer<?>> informers() {
    return Stream.of(namespaces, quotas, pods, services, deployments);
  }

  @Override
  public void close() {
    informers().forEach(SharedIndexInformer::stop);
  }

  /** What kind of a server it is; asked once for all. */
  Served served() {
    return served;
  }

  @Override
  public Optional<LiveApp> live(AppRef app) {
    return deployment(app.namespace(), app.name()).flatMap(LiveApp::of);
  }

  Optional<Deployment> deployment(String namespace, String name) {
    return shown(deployments, Cache.namespaceKeyFunc(namespace, name));
  }

  Optional<Service> service(String namespace, String name) {
    return shown(services, Cache.namespaceKeyFunc(namespace, name));
  }

  Optional<Namespace> namespace(String name) {
    return shown(namespaces, name);
  }

  List<ResourceQuota> quotas(String namespace) {
    return quotas.getIndexer().byIndex(Cache.NAMESPACE_INDEX, namespace);
  }

  private static <T> Optional<T> shown(SharedIndexInformer<T> informer, String key) {
    return Optional.ofNullable(informer.getStore().getByKey(key));
  }

  @Override
  public List<LiveApp> all() {
    return deployments.getStore().list().stream()
        .map(LiveApp::of)
        .flatMap(Optional::stream)
        .toList();
  }

  @Override
  public Environment environment(String namespace) {
    return Environments.of(namespace(namespace).orElse(null));
  }

  @Override
  public Place place() {
    return new Place(name, served.simulated());
  }

  @Override
  public Optional<Deployment> beside(AppRef app, Track track) {
    return deployment(app.namespace(), track.of(app.name()));
  }

  @Override
  public Scene sceneBeside(LiveApp live, Deployment beside) {
    return scene(
        live.app(), beside, beside.getMetadata().getLabels().getOrDefault(Marks.VERSION, ""));
  }

  @Override
  public Scene scene(LiveApp live) {
    return scene(live.app(), live.deployment(), Long.toString(live.release()));
  }

  private Scene scene(AppRef app, Deployment deployment, String release) {
    List<Pod> ofRelease =
        pods.getIndexer().byIndex(BY_APP, app.toString()).stream()
            .filter(pod -> release.equals(pod.getMetadata().getLabels().get(Marks.VERSION)))
            .toList();
    Scene bare = new Scene(deployment, ofRelease, List.of(), Map.of());
    return Diagnostician.examine(bare).isPresent() ? troubles.told(app, bare) : bare;
  }

  /** The pods of an application, of every release. */
  public List<Pod> pods(AppRef app) {
    return pods.getIndexer().byIndex(BY_APP, app.toString());
  }
}
