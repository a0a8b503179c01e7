/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kubernetes;

import io.berth.deploy.manifest.Marks;
import io.berth.events.AppRef;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Takes an application away, the Deployment last: as long as it is there, Remove is not done. */
final class Erasure {

  private final KubernetesClient client;

  Erasure(KubernetesClient client) {
    this.client = client;
  }

  List<String> erase(AppRef app) {
    List<String> gone = new ArrayList<>();
    objects(app)
        .forEach(
            object -> {
              client
                  .resource(object)
                  .withPropagationPolicy(DeletionPropagation.BACKGROUND)
                  .delete();
              gone.add(object.getKind() + "/" + object.getMetadata().getName());
            });
    return gone;
  }

  private Stream<? extends HasMetadata> objects(AppRef app) {
    String namespace = app.namespace();
    Map<String, String> labels = Marks.selector(app.name());
    Stream<? extends HasMetadata> budgets =
        new Served(client).disruptionBudgets()
            ? client
                .policy()
                .v1()
                .podDisruptionBudget()
                .inNamespace(namespace)
                .withLabels(labels)
                .list()
                .getItems()
                .stream()
            : Stream.empty();
    return Stream.<Stream<? extends HasMetadata>>of(
            client.services().inNamespace(namespace).withLabels(labels).list().getItems().stream(),
            client
                .configMaps()
                .inNamespace(namespace)
                .withLabels(labels)
                .list()
                .getItems()
                .stream(),
            budgets,
            client
                .apps()
                .controllerRevisions()
                .inNamespace(namespace)
                .withLabels(labels)
                .list()
                .getItems()
                .stream(),
            client
                .apps()
                .deployments()
                .inNamespace(namespace)
                .withLabels(labels)
                .list()
                .getItems()
                .stream())
        .flatMap(stream -> stream);
  }
}
