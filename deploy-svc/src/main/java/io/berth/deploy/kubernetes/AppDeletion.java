/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kubernetes;

import io.berth.deploy.cluster.ClusterRejectedException;
import io.berth.deploy.cluster.StaleWriteException;
import io.berth.deploy.diagnosis.RemainingObject;
import io.berth.deploy.manifest.Annotations;
import io.berth.deploy.manifest.AppManifests;
import io.berth.deploy.manifest.CommandRef;
import io.berth.deploy.manifest.ObjectOwner;
import io.berth.deploy.manifest.Track;
import io.berth.deploy.planning.ObservedApp;
import io.berth.events.AppRef;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Deletes an application: its Deployments first, so that no pods run on without what they need, and
 * its releases last, so that a Remove that is cut short can be repeated. Only objects with a name
 * that Berth gives and the application's own annotation are deleted; other objects with the
 * application's labels or names stay.
 */
final class AppDeletion {

  private final KubernetesClient client;
  private final ServerCapabilities capabilities;

  AppDeletion(KubernetesClient client, ServerCapabilities capabilities) {
    this.client = client;
    this.capabilities = capabilities;
  }

  /**
   * Checks by a dry run whether every object may be deleted.
   *
   * @throws ClusterRejectedException where the API server refuses one of them
   */
  void dryRun(AppRef app) {
    ApplyOrder.runInParallel(
        ApiErrors.call(() -> objects(app)).stream()
            .map(object -> (Runnable) () -> FencedDelete.dryRun(client, object))
            .toList());
  }

  /**
   * @return what was deleted
   * @throws StaleWriteException where a later command has written any of it
   * @throws ClusterRejectedException where the API server refuses it; names what was deleted before
   */
  List<String> delete(AppRef app, CommandRef by) {
    FencedDelete fence = new FencedDelete(client, by);
    List<HasMetadata> objects = ApiErrors.call(() -> objects(app));
    objects.forEach(fence::check);
    List<String> deleted = new ArrayList<>();
    for (HasMetadata object : objects) {
      try {
        if (fence.delete(object)) {
          deleted.add(FencedDelete.name(object));
        }
      } catch (ClusterRejectedException e) {
        throw deleted.isEmpty()
            ? e
            : new ClusterRejectedException(
                e.getMessage()
                    + "; deleted before: "
                    + String.join(", ", deleted)
                    + ". Send remove again when the rest may be deleted.",
                e);
      }
    }
    return deleted;
  }

  /**
   * Deletes the parallel Deployment of that name, where it belongs to the application.
   *
   * @throws StaleWriteException where a later command has written it
   */
  void deleteParallel(AppRef app, String name, CommandRef by) {
    ApiErrors.call(() -> deployment(app, name))
        .filter(parallel -> isParallel(app, parallel))
        .ifPresent(new FencedDelete(client, by)::delete);
  }

  /**
   * Deletes the Service of an earlier release once a release without ports runs. Where a command
   * writes it meanwhile, it is kept.
   */
  void deleteUnusedService(AppRef app, long release) {
    boolean runs =
        ApiErrors.call(() -> deployment(app, app.name()))
            .flatMap(ObservedApp::of)
            .filter(live -> live.release() == release && live.stage() == null)
            .isPresent();
    ApiErrors.call(() -> named(client.services().inNamespace(app.namespace()), app))
        .filter(_ -> runs)
        .filter(ObjectOwner.of(app)::owns)
        .ifPresent(service -> FencedDelete.deleteUnchanged(client, service));
  }

  /** What is left, and the pods that the ReplicaSets of the deleted Deployments had. */
  List<RemainingObject> remaining(AppRef app) {
    List<Pod> pods =
        client
            .pods()
            .inNamespace(app.namespace())
            .withLabels(Annotations.selector(app.name()))
            .list()
            .getItems();
    return Stream.concat(objects(app).stream(), pods.stream().filter(pod -> isPod(app, pod)))
        .map(RemainingObject::of)
        .toList();
  }

  /**
   * Whether the pod is of the application's own Deployment or of a parallel one, by its ReplicaSet:
   * copies of pods and of Deployments have the same labels.
   */
  static boolean isPod(AppRef app, Pod pod) {
    String hash = pod.getMetadata().getLabels().get("pod-template-hash");
    return pod.getMetadata().getOwnerReferences().stream()
        .filter(owner -> owner.getKind().equals("ReplicaSet"))
        .anyMatch(
            owner -> deployments(app).anyMatch(name -> owner.getName().equals(name + "-" + hash)));
  }

  private static Stream<String> deployments(AppRef app) {
    return Stream.concat(Stream.of(app.name()), Track.parallelNames(app.name()).stream());
  }

  static boolean isParallel(AppRef app, HasMetadata deployment) {
    return ObjectOwner.of(deployment)
        .filter(whose -> whose.track() != null && whose.app().equals(app))
        .isPresent();
  }

  private List<HasMetadata> objects(AppRef app) {
    String namespace = app.namespace();
    Map<String, String> labels = Annotations.selector(app.name());
    ObjectOwner own = ObjectOwner.of(app);
    List<HasMetadata> objects = new ArrayList<>();
    deployment(app, app.name()).filter(own::owns).ifPresent(objects::add);
    Track.parallelNames(app.name()).stream()
        .map(name -> deployment(app, name))
        .flatMap(Optional::stream)
        .filter(parallel -> isParallel(app, parallel))
        .forEach(objects::add);
    named(client.services().inNamespace(namespace), app).filter(own::owns).ifPresent(objects::add);
    client.configMaps().inNamespace(namespace).withLabels(labels).list().getItems().stream()
        .filter(own::owns)
        .filter(map -> AppManifests.isConfigMap(app, map.getMetadata().getName()))
        .forEach(objects::add);
    if (capabilities.disruptionBudgets()) {
      named(client.policy().v1().podDisruptionBudget().inNamespace(namespace), app)
          .filter(own::owns)
          .ifPresent(objects::add);
    }
    client
        .apps()
        .controllerRevisions()
        .inNamespace(namespace)
        .withLabels(labels)
        .list()
        .getItems()
        .stream()
        .filter(revision -> ReleaseRevisions.isOf(app, revision))
        .forEach(objects::add);
    return objects;
  }

  private static <T extends HasMetadata> Optional<T> named(
      NonNamespaceOperation<T, ?, ? extends Resource<T>> objects, AppRef app) {
    return Optional.ofNullable(objects.withName(app.name()).get());
  }

  private Optional<Deployment> deployment(AppRef app, String name) {
    return Optional.ofNullable(
        client.apps().deployments().inNamespace(app.namespace()).withName(name).get());
  }
}
