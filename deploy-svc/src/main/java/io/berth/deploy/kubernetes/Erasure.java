/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kubernetes;

import io.berth.deploy.manifest.Marks;
import io.berth.deploy.manifest.Origin;
import io.berth.deploy.manifest.Track;
import io.berth.events.AppRef;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Takes an application away, the Deployment last: as long as it is there, Remove is not done. */
final class Erasure {

  private final KubernetesClient client;
  private final Served served;

  Erasure(KubernetesClient client, Served served) {
    this.client = client;
    this.served = served;
  }

  /**
   * @throws Overtaken where a later command has written any of it
   */
  List<String> erase(AppRef app, Origin by) {
    FencedDelete fence = new FencedDelete(client, by);
    List<? extends HasMetadata> objects = Calls.call(() -> objects(app).toList());
    objects.forEach(fence::check);
    objects.forEach(fence::delete);
    return objects.stream()
        .map(object -> object.getKind() + "/" + object.getMetadata().getName())
        .toList();
  }

  /**
   * @throws Overtaken where a later command has written it
   */
  void eraseBeside(AppRef app, Track track, Origin by) {
    Deployment beside =
        Calls.call(
            () ->
                client
                    .apps()
                    .deployments()
                    .inNamespace(app.namespace())
                    .withName(track.of(app.name()))
                    .get());
    if (beside != null) {
      new FencedDelete(client, by).delete(beside);
    }
  }

  private Stream<? extends HasMetadata> objects(AppRef app) {
    String namespace = app.namespace();
    Map<String, String> labels = Marks.selector(app.name());
    Stream<? extends HasMetadata> budgets =
        served.disruptionBudgets()
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
