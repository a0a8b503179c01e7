/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kubernetes;

import io.berth.deploy.kubernetes.Glimpses.Glimpse;
import io.berth.deploy.planning.LiveApp;
import io.berth.deploy.planning.Situation;
import io.berth.deploy.release.Releases;
import io.berth.events.AppRef;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/** What is live when a command is planned. */
final class Situations {

  private final String cluster;
  private final KubernetesClient client;
  private final WatchedCluster view;
  private final Glimpses glimpses;
  private final Served served;
  private final KeptReleases kept;
  private final BiPredicate<String, AppRef> scalingActive;

  Situations(
      String cluster,
      KubernetesClient client,
      WatchedCluster view,
      Glimpses glimpses,
      KeptReleases kept,
      BiPredicate<String, AppRef> scalingActive) {
    this.cluster = cluster;
    this.client = client;
    this.view = view;
    this.glimpses = glimpses;
    this.served = view.served();
    this.kept = kept;
    this.scalingActive = scalingActive;
  }

  /** By the API server's own word: four questions. */
  Situation asked(AppRef app) {
    return situation(
        app,
        client.namespaces().withName(app.namespace()).get(),
        client.apps().deployments().inNamespace(app.namespace()).withName(app.name()).get(),
        kept.of(app),
        client.resourceQuotas().inNamespace(app.namespace()).list().getItems());
  }

  /** By the watches, where they can be gone by: one question, and a cheap one. */
  Situation glimpsed(AppRef app) {
    Optional<Namespace> namespace = view.namespace(app.namespace());
    Glimpse deployment = glimpses.of(deployment(app));
    if (namespace.isEmpty() || !deployment.known()) {
      return asked(app);
    }
    Releases releases = kept.glimpse(app);
    if (deployment.there().isEmpty() && !releases.all().isEmpty()) {
      // Gone, or without the label that the watch goes by.
      return asked(app);
    }
    return situation(
        app,
        namespace.get(),
        (Deployment) deployment.there().orElse(null),
        releases,
        view.quotas(app.namespace()));
  }

  private static Deployment deployment(AppRef app) {
    return new DeploymentBuilder()
        .withNewMetadata()
        .withNamespace(app.namespace())
        .withName(app.name())
        .endMetadata()
        .build();
  }

  private Situation situation(
      AppRef app,
      @Nullable Namespace namespace,
      @Nullable Deployment deployment,
      Releases releases,
      List<ResourceQuota> quotas) {
    return new Situation(
        cluster,
        namespace != null,
        Environments.of(namespace),
        deployment == null ? null : LiveApp.of(deployment).orElse(null),
        releases,
        Quotas.room(quotas, deployment),
        scalingActive.test(cluster, app),
        served.disruptionBudgets());
  }
}
