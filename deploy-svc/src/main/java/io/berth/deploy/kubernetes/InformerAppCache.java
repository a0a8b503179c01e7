/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kubernetes;

import io.berth.deploy.cluster.AppCache;
import io.berth.deploy.cluster.AppCache.ClusterIdentity;
import io.berth.deploy.diagnosis.DiagnosisInput;
import io.berth.deploy.diagnosis.Diagnostician;
import io.berth.deploy.kubernetes.diagnostics.CreationFailures;
import io.berth.deploy.kubernetes.diagnostics.PodDiagnosticsFetcher;
import io.berth.deploy.manifest.Annotations;
import io.berth.deploy.manifest.NamespaceManifests;
import io.berth.deploy.planning.ObservedApp;
import io.berth.deploy.rollout.CurrentStatus;
import io.berth.deploy.workload.WorkloadKind;
import io.berth.events.AppRef;
import io.berth.events.command.EnsureNamespace.Environment;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The applications of the cluster as informers know them. A broken watch is listed again,
 * indefinitely.
 */
public final class InformerAppCache implements AppCache, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(InformerAppCache.class);
  private static final String BY_APP = "app";

  private final String name;
  private final ServerCapabilities capabilities;
  private final PodDiagnosticsFetcher diagnostics;
  private final CreationFailures creationFailures;
  private final SharedIndexInformer<Deployment> deployments;
  private final SharedIndexInformer<StatefulSet> statefulSets;
  private final SharedIndexInformer<Pod> pods;
  private final SharedIndexInformer<Service> services;
  private final SharedIndexInformer<Namespace> namespaces;
  private final SharedIndexInformer<ResourceQuota> quotas;

  /** Calls the listener with the application whose object changed. */
  private record AppEventHandler<T extends HasMetadata>(Consumer<AppRef> changed)
      implements ResourceEventHandler<T> {

    static AppRef appOf(HasMetadata object) {
      String label = object.getMetadata().getLabels().get(Annotations.NAME);
      return new AppRef(
          object.getMetadata().getNamespace(),
          label == null ? object.getMetadata().getName() : label);
    }

    @Override
    public void onAdd(T object) {
      changed.accept(appOf(object));
    }

    @Override
    public void onUpdate(T before, T after) {
      changed.accept(appOf(after));
    }

    @Override
    public void onDelete(T object, boolean unknown) {
      changed.accept(appOf(object));
    }
  }

  /**
   * @param changed called with every application that may have changed
   */
  public InformerAppCache(String name, KubernetesClient client, Consumer<AppRef> changed) {
    this.name = name;
    this.capabilities = new ServerCapabilities(client);
    this.diagnostics = new PodDiagnosticsFetcher(client);
    this.creationFailures = new CreationFailures(client);
    this.deployments =
        client
            .apps()
            .deployments()
            .inAnyNamespace()
            .withLabel(Annotations.MANAGED_BY, Annotations.BERTH)
            .runnableInformer(0)
            .itemStore(TrimmedItemStore.withManagedFields())
            .exceptionHandler((_, failure) -> retry("Deployments", failure))
            .addEventHandler(new AppEventHandler<>(changed));
    this.statefulSets =
        client
            .apps()
            .statefulSets()
            .inAnyNamespace()
            .withLabel(Annotations.MANAGED_BY, Annotations.BERTH)
            .runnableInformer(0)
            .itemStore(TrimmedItemStore.withManagedFields())
            .exceptionHandler((_, failure) -> retry("StatefulSets", failure))
            .addEventHandler(new AppEventHandler<>(changed));
    this.pods =
        client
            .pods()
            .inAnyNamespace()
            .withLabel(Annotations.MANAGED_BY, Annotations.BERTH)
            .runnableInformer(0)
            .itemStore(TrimmedItemStore.withoutManagedFields())
            .exceptionHandler((_, failure) -> retry("Pods", failure))
            .addIndexers(Map.of(BY_APP, pod -> List.of(AppEventHandler.appOf(pod).toString())))
            .addEventHandler(new AppEventHandler<>(changed));
    this.services =
        client
            .services()
            .inAnyNamespace()
            .withLabel(Annotations.MANAGED_BY, Annotations.BERTH)
            .runnableInformer(0)
            .itemStore(TrimmedItemStore.withManagedFields())
            .exceptionHandler((_, failure) -> retry("Services", failure))
            .addEventHandler(new AppEventHandler<>(changed));
    this.namespaces =
        client
            .namespaces()
            .runnableInformer(0)
            .itemStore(TrimmedItemStore.withoutManagedFields())
            .exceptionHandler((_, failure) -> retry("Namespaces", failure));
    this.quotas =
        client
            .resourceQuotas()
            .inAnyNamespace()
            .runnableInformer(0)
            .itemStore(TrimmedItemStore.withoutManagedFields())
            .exceptionHandler((_, failure) -> retry("ResourceQuotas", failure));
  }

  private boolean retry(String kind, Throwable failure) {
    LOG.warn("Cluster {}: the watch of {} failed, retrying: {}", name, kind, failure.toString());
    return true;
  }

  /** Starts the informers; returns at once, also where the API server is unavailable. */
  public void start() {
    var _ = namespaces.start();
    var _ = quotas.start();
    var _ = pods.start();
    var _ = services.start();
    var _ = statefulSets.start();
    var _ = deployments.start();
  }

  /** Whether every informer has synced. */
  public boolean hasSynced() {
    return informers().allMatch(SharedIndexInformer::hasSynced);
  }

  /** Whether every informer is synced and watching. */
  public boolean isWatching() {
    return hasSynced() && informers().allMatch(SharedIndexInformer::isWatching);
  }

  private Stream<SharedIndexInformer<?>> informers() {
    return Stream.of(namespaces, quotas, pods, services, statefulSets, deployments);
  }

  @Override
  public void close() {
    informers().forEach(SharedIndexInformer::stop);
  }

  /** The server's capabilities, queried once for all users. */
  ServerCapabilities capabilities() {
    return capabilities;
  }

  @Override
  public Optional<ObservedApp> find(AppRef app) {
    return deployment(app.namespace(), app.name())
        .flatMap(ObservedApp::of)
        .or(() -> statefulSet(app.namespace(), app.name()).flatMap(InformerAppCache::observed));
  }

  private static Optional<ObservedApp> observed(HasMetadata workload) {
    return ObservedApp.of(WorkloadKind.of(workload).read(workload));
  }

  Optional<StatefulSet> statefulSet(String namespace, String name) {
    return lookup(statefulSets, Cache.namespaceKeyFunc(namespace, name));
  }

  Optional<Deployment> deployment(String namespace, String name) {
    return lookup(deployments, Cache.namespaceKeyFunc(namespace, name));
  }

  Optional<Service> service(String namespace, String name) {
    return lookup(services, Cache.namespaceKeyFunc(namespace, name));
  }

  Optional<Namespace> namespace(String name) {
    return lookup(namespaces, name);
  }

  List<ResourceQuota> quotas(String namespace) {
    return quotas.getIndexer().byIndex(Cache.NAMESPACE_INDEX, namespace);
  }

  private static <T> Optional<T> lookup(SharedIndexInformer<T> informer, String key) {
    return Optional.ofNullable(informer.getStore().getByKey(key));
  }

  @Override
  public List<ObservedApp> all() {
    return Stream.<HasMetadata>concat(
            deployments.getStore().list().stream(), statefulSets.getStore().list().stream())
        .map(InformerAppCache::observed)
        .flatMap(Optional::stream)
        .toList();
  }

  @Override
  public Environment environment(String namespace) {
    return NamespaceManifests.environment(namespace(namespace).orElse(null));
  }

  @Override
  public ClusterIdentity identity() {
    return new ClusterIdentity(name, capabilities.simulated());
  }

  @Override
  public Optional<Deployment> parallel(AppRef app, String name) {
    return deployment(app.namespace(), name)
        .filter(there -> ControlledObjects.isParallel(app, there));
  }

  @Override
  public boolean hasPods(AppRef app) {
    return pods(app).stream().anyMatch(pod -> ControlledObjects.isPod(app, pod));
  }

  @Override
  public SortedMap<Long, Integer> readyPods(AppRef app) {
    return ReadyPodCounts.byRelease(
        pods(app).stream().filter(pod -> ControlledObjects.isPod(app, pod)).toList());
  }

  @Override
  public DiagnosisInput parallelDiagnosisInput(ObservedApp live, Deployment beside) {
    return diagnosisInput(live.app(), beside);
  }

  @Override
  public DiagnosisInput diagnosisInput(ObservedApp live) {
    return diagnosisInput(live.app(), live.deployment());
  }

  /** Only with pods that count, so that logs and Events are fetched of no others. */
  private DiagnosisInput diagnosisInput(AppRef app, Deployment deployment) {
    List<Pod> own = CurrentStatus.podsThatCount(deployment, pods(app));
    Deployment explained = creationFailures.explain(app, deployment, pods(app));
    DiagnosisInput bare = new DiagnosisInput(explained, own, List.of(), Map.of());
    if (Diagnostician.diagnose(bare).isPresent()) {
      return diagnostics.fetch(app, bare);
    }
    return Diagnostician.isHeld(bare, Instant.now()) ? diagnostics.fetchOfHeld(app, bare) : bare;
  }

  /**
   * The pods whose room in a quota a new release may use: the application's own, which it replaces,
   * and those of all applications in its namespace that terminate.
   */
  List<Pod> releasedPods(AppRef app) {
    return pods.getIndexer().byIndex(Cache.NAMESPACE_INDEX, app.namespace()).stream()
        .filter(
            pod ->
                pod.getMetadata().getDeletionTimestamp() != null
                    || ControlledObjects.isPod(app, pod))
        .toList();
  }

  @Override
  public List<Pod> pods(AppRef app) {
    return pods.getIndexer().byIndex(BY_APP, app.toString());
  }
}
