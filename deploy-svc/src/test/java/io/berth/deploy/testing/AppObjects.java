/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.testing;

import io.berth.deploy.manifest.Annotations;
import io.berth.events.AppRef;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.stream.Stream;

/** What there is in a cluster that bears an application's labels. */
public record AppObjects(KubernetesClient cluster) {

  public Stream<HasMetadata> of(AppRef app) {
    var labels = Annotations.selector(app.name());
    String namespace = app.namespace();
    return Stream.<List<? extends HasMetadata>>of(
            cluster
                .apps()
                .deployments()
                .inNamespace(namespace)
                .withLabels(labels)
                .list()
                .getItems(),
            cluster.services().inNamespace(namespace).withLabels(labels).list().getItems(),
            cluster.configMaps().inNamespace(namespace).withLabels(labels).list().getItems(),
            cluster
                .policy()
                .v1()
                .podDisruptionBudget()
                .inNamespace(namespace)
                .withLabels(labels)
                .list()
                .getItems(),
            cluster
                .apps()
                .controllerRevisions()
                .inNamespace(namespace)
                .withLabels(labels)
                .list()
                .getItems())
        .flatMap(List::stream)
        .map(HasMetadata.class::cast);
  }

  /** As kind, name and uid. */
  public List<String> names(AppRef app) {
    return of(app)
        .map(it -> it.getKind() + "/" + it.getMetadata().getName() + it.getMetadata().getUid())
        .sorted()
        .toList();
  }
}
