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
import io.berth.deploy.workload.GoverningService;
import io.berth.events.AppRef;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Deletes an application: its Deployments or StatefulSet first, so that no pods run on without what
 * they need, and its releases last, so that a Remove that is cut short can be repeated. Only
 * objects with a name that Berth gives and the application's own annotation are deleted; other
 * objects with the application's labels or names stay.
 */
final class AppDeletion {

  private final KubernetesClient client;
  private final WorkloadReader reader;
  private final ServerCapabilities capabilities;

  AppDeletion(KubernetesClient client, ServerCapabilities capabilities) {
    this.client = client;
    this.reader = new WorkloadReader(client);
    this.capabilities = capabilities;
  }

  /**
   * Checks by a dry run whether every object may be deleted.
   *
   * @return the objects, as they were read
   * @throws ClusterRejectedException where the API server refuses one of them
   */
  List<HasMetadata> dryRun(AppRef app) {
    List<HasMetadata> objects = objects(app);
    Stream<Runnable> calls = objects.stream().map(it -> () -> FencedDelete.dryRun(client, it));
    ApplyOrder.runInParallel(calls.toList());
    return objects;
  }

  /** Every object that belongs to the application: its Deployments first, its releases last. */
  List<HasMetadata> objects(AppRef app) {
    return ApiErrors.call(() -> objects(app, workloads(app), replicaSets(app)));
  }

  /**
   * Deletes what was read. Each delete names the version that was read, and what changed since is
   * read again before it: whose it is, and whether a later command has written it. What was created
   * since stays, as it would after a second reading; {@link #remaining} finds it.
   *
   * @return what was deleted
   * @throws StaleWriteException where a later command has written any of it
   * @throws ClusterRejectedException where the API server refuses it; names what was deleted before
   */
  List<String> delete(List<HasMetadata> objects, CommandRef by) {
    FencedDelete fence = new FencedDelete(client, by);
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
        .filter(parallel -> ControlledObjects.isParallel(app, parallel))
        .ifPresent(new FencedDelete(client, by)::delete);
  }

  /** Deletes the application's Service; where a command writes it meanwhile, it is kept. */
  void deleteService(AppRef app) {
    ApiErrors.call(() -> named(client.services().inNamespace(app.namespace()), app.name()))
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
            .getItems()
            .stream()
            .filter(pod -> ControlledObjects.isPod(app, pod))
            .toList();
    List<HasMetadata> workloads = workloads(app);
    List<ReplicaSet> sets = replicaSets(app);
    Set<String> foreign = pods.isEmpty() ? Set.of() : foreignControllers(app, workloads, sets);
    List<HasMetadata> objects = objects(app, workloads, sets);
    return Stream.<Stream<? extends HasMetadata>>of(
            objects.stream(),
            dependants(objects, sets),
            pods.stream()
                .filter(
                    pod ->
                        pod.getMetadata().getOwnerReferences().stream()
                            .noneMatch(owner -> foreign.contains(owner.getUid()))))
        .flatMap(some -> some)
        .map(RemainingObject::of)
        .toList();
  }

  /** The ReplicaSets that a Deployment waits for which is deleted in the foreground. */
  private static Stream<HasMetadata> dependants(List<HasMetadata> objects, List<ReplicaSet> sets) {
    Set<String> waiting =
        objects.stream()
            .map(HasMetadata::getMetadata)
            .filter(metadata -> metadata.getFinalizers().contains("foregroundDeletion"))
            .map(ObjectMeta::getUid)
            .collect(Collectors.toUnmodifiableSet());
    return sets.stream()
        .filter(
            set ->
                ControlledObjects.controller(set)
                    .filter(it -> waiting.contains(it.getUid()))
                    .isPresent())
        .map(HasMetadata.class::cast);
  }

  /**
   * The uids of ReplicaSets that have the application's labels and a name as its own have, but
   * belong to a Deployment that somebody else has created under its name since; and of such a
   * StatefulSet.
   */
  private Set<String> foreignControllers(
      AppRef app, List<HasMetadata> workloads, List<ReplicaSet> sets) {
    Stream<? extends HasMetadata> statefulSets =
        workloads.stream()
            .filter(StatefulSet.class::isInstance)
            .filter(set -> !ControlledObjects.isApps(app, set));
    Stream<? extends HasMetadata> replicaSets =
        sets.stream()
            .filter(
                set ->
                    ControlledObjects.controller(set)
                        .map(controller -> isForeignDeployment(app, workloads, controller))
                        .orElseGet(() -> !ControlledObjects.isOrphan(app, set)));
    return Stream.concat(statefulSets, replicaSets)
        .map(set -> set.getMetadata().getUid())
        .collect(Collectors.toUnmodifiableSet());
  }

  private boolean isForeignDeployment(
      AppRef app, List<HasMetadata> workloads, OwnerReference controller) {
    return workloads.stream()
        .filter(live -> controller.getName().equals(live.getMetadata().getName()))
        .findFirst()
        .or(() -> deployment(app, controller.getName()))
        .filter(live -> controller.getUid().equals(live.getMetadata().getUid()))
        .filter(live -> !ControlledObjects.isApps(app, live))
        .isPresent();
  }

  private List<ReplicaSet> replicaSets(AppRef app) {
    return client
        .apps()
        .replicaSets()
        .inNamespace(app.namespace())
        .withLabels(Annotations.selector(app.name()))
        .list()
        .getItems();
  }

  private List<HasMetadata> objects(
      AppRef app, List<HasMetadata> workloads, List<ReplicaSet> sets) {
    String namespace = app.namespace();
    Map<String, String> labels = Annotations.selector(app.name());
    ObjectOwner own = ObjectOwner.of(app);
    List<HasMetadata> objects = new ArrayList<>();
    workloads.stream()
        .filter(
            it ->
                it.getMetadata().getName().equals(app.name())
                    ? own.owns(it)
                    : ControlledObjects.isParallel(app, it))
        .forEach(objects::add);
    sets.stream().filter(set -> ControlledObjects.isOrphan(app, set)).forEach(objects::add);
    Stream.of(app.name(), GoverningService.nameFor(app.name()))
        .map(name -> named(client.services().inNamespace(namespace), name))
        .flatMap(Optional::stream)
        .filter(own::owns)
        .forEach(objects::add);
    client.configMaps().inNamespace(namespace).withLabels(labels).list().getItems().stream()
        .filter(own::owns)
        .filter(map -> AppManifests.isConfigMap(app, map.getMetadata().getName()))
        .forEach(objects::add);
    if (capabilities.disruptionBudgets()) {
      named(client.policy().v1().podDisruptionBudget().inNamespace(namespace), app.name())
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
      NonNamespaceOperation<T, ?, ? extends Resource<T>> objects, String name) {
    return Optional.ofNullable(objects.withName(name).get());
  }

  /** Those under the names of its own and of its parallel ones, whosever they are. */
  private List<HasMetadata> workloads(AppRef app) {
    return Stream.concat(
            ControlledObjects.deploymentNames(app).flatMap(name -> deployment(app, name).stream()),
            Stream.ofNullable(reader.statefulSet(app.namespace(), app.name())))
        .map(HasMetadata.class::cast)
        .toList();
  }

  private Optional<HasMetadata> deployment(AppRef app, String name) {
    return Optional.ofNullable(reader.deployment(app.namespace(), name));
  }
}
