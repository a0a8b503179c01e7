/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kubernetes;

import io.berth.deploy.kubernetes.ReadYourWritesCache.CachedObject;
import io.berth.deploy.manifest.NamespaceManifests;
import io.berth.deploy.manifest.ObjectOwner;
import io.berth.deploy.planning.ClusterSnapshot;
import io.berth.deploy.planning.ForeignObject;
import io.berth.deploy.planning.ObservedApp;
import io.berth.deploy.planning.TerminatingObject;
import io.berth.deploy.policy.QuotaHeadroom;
import io.berth.deploy.release.Releases;
import io.berth.events.AppRef;
import io.berth.events.operation.Violation;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/** Builds the snapshot of the cluster that a command is planned against. */
final class ClusterSnapshots {

  private final String cluster;
  private final KubernetesClient client;
  private final InformerAppCache cache;
  private final ReadYourWritesCache freshCache;
  private final ServerCapabilities capabilities;
  private final ReleaseHistory releaseHistory;
  private final WorkloadReader workloads;
  private final BiPredicate<String, AppRef> scalingActive;

  ClusterSnapshots(
      String cluster,
      KubernetesClient client,
      InformerAppCache cache,
      ReadYourWritesCache freshCache,
      ReleaseHistory releaseHistory,
      BiPredicate<String, AppRef> scalingActive) {
    this.cluster = cluster;
    this.client = client;
    this.cache = cache;
    this.freshCache = freshCache;
    this.capabilities = cache.capabilities();
    this.releaseHistory = releaseHistory;
    this.workloads = new WorkloadReader(client);
    this.scalingActive = scalingActive;
  }

  /** From the API server: four requests. */
  ClusterSnapshot fetch(AppRef app) {
    return snapshot(
        app,
        client.namespaces().withName(app.namespace()).get(),
        workloads.read(app),
        releaseHistory.list(app),
        client.resourceQuotas().inNamespace(app.namespace()).list().getItems());
  }

  /** From the caches, where they are current: one cheap request. */
  ClusterSnapshot fromCache(AppRef app) {
    Optional<Namespace> namespace = cache.namespace(app.namespace());
    CachedObject deployment = freshCache.get(named(new Deployment(), app));
    CachedObject statefulSet = freshCache.get(named(new StatefulSet(), app));
    if (namespace.isEmpty() || !deployment.isCurrent() || !statefulSet.isCurrent()) {
      return fetch(app);
    }
    Deployment workload =
        WorkloadReader.own(
            app,
            (Deployment) deployment.object().orElse(null),
            () -> (StatefulSet) statefulSet.object().orElse(null));
    Releases releases = releaseHistory.listCached(app);
    if (workload == null && !releases.all().isEmpty()) {
      // Deleted, or without the label that the informer selects by.
      return fetch(app);
    }
    return snapshot(app, namespace.get(), workload, releases, cache.quotas(app.namespace()));
  }

  private static HasMetadata named(HasMetadata object, AppRef app) {
    object.setMetadata(
        new ObjectMetaBuilder().withNamespace(app.namespace()).withName(app.name()).build());
    return object;
  }

  private ClusterSnapshot snapshot(
      AppRef app,
      @Nullable Namespace namespace,
      @Nullable Deployment deployment,
      Releases releases,
      List<ResourceQuota> quotas) {
    Violation foreign = ForeignObject.violation(ObjectOwner.of(app), deployment).orElse(null);
    return new ClusterSnapshot(
        cluster,
        namespace != null,
        NamespaceManifests.environment(namespace),
        foreign == null && deployment != null ? ObservedApp.of(deployment).orElse(null) : null,
        foreign,
        releases,
        QuotaHeadroom.of(quotas, quotas.isEmpty() ? List.of() : cache.releasedPods(app)),
        scalingActive.test(cluster, app),
        capabilities.disruptionBudgets(),
        TerminatingObject.violation(namespace).orElse(null),
        capabilities.version(),
        List.of());
  }
}
