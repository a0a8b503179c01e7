/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.contract;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSetStatus;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * A StatefulSet whose pods have no node: the test itself says which of them are ready, as a kubelet
 * would.
 */
public abstract class StatefulSetContract extends ClusterContract {

  static boolean current(StatefulSetStatus status, StatefulSet set) {
    return set.getMetadata().getGeneration().equals(status.getObservedGeneration());
  }

  RollableScalableResource<StatefulSet> live() {
    return client().apps().statefulSets().inNamespace(namespace).withName("web");
  }

  StatefulSetStatus status() {
    StatefulSet live = live().get();
    return live == null || live.getStatus() == null ? new StatefulSetStatus() : live.getStatus();
  }

  List<ControllerRevision> revisions() {
    return client().apps().controllerRevisions().inNamespace(namespace).list().getItems();
  }

  Pod pod(String name) {
    Pod pod = client().pods().inNamespace(namespace).withName(name).get();
    return pod == null ? new PodBuilder().withNewMetadata().endMetadata().build() : pod;
  }

  List<String> names() {
    return pods().stream().map(pod -> pod.getMetadata().getName()).sorted().toList();
  }

  String uidOf(String name) {
    String uid = pod(name).getMetadata().getUid();
    return uid == null ? "" : uid;
  }

  String imageOf(String name) {
    Pod pod = pod(name);
    return pod.getSpec() == null ? "" : pod.getSpec().getContainers().getFirst().getImage();
  }

  List<String> claims() {
    return client().persistentVolumeClaims().inNamespace(namespace).list().getItems().stream()
        .map(claim -> claim.getMetadata().getName())
        .sorted()
        .toList();
  }

  /** Of the pod that the message names; empty where there is no such event. */
  String eventAbout(String reason, String message) {
    Predicate<Event> wanted =
        event -> reason.equals(event.getReason()) && event.getMessage().startsWith(message);
    return client().v1().events().inNamespace(namespace).list().getItems().stream()
        .filter(wanted)
        .map(event -> event.getMessage().replaceAll(".*Pod (\\S+).*", "$1"))
        .findFirst()
        .orElse("");
  }

  void readyAll() {
    names().forEach(this::ready);
  }

  void ready(String name) {
    phase(name, "Running", "True");
  }

  void phase(String name, String phase, String ready) {
    client()
        .resource(
            new PodBuilder(pod(name))
                .editMetadata()
                .withResourceVersion(null)
                .endMetadata()
                .editStatus()
                .withPhase(phase)
                .addNewCondition()
                .withType("Ready")
                .withStatus(ready)
                .withLastTransitionTime("2026-01-01T00:00:00Z")
                .endCondition()
                .endStatus()
                .build())
        .unlock()
        .updateStatus();
  }

  /** Whatever the controllers write meanwhile. */
  void change(UnaryOperator<StatefulSet> edit) {
    eventually(
        () -> {
          try {
            client().resource(edit.apply(live().get())).update();
            return true;
          } catch (KubernetesClientException e) {
            if (e.getCode() != 409) {
              throw e;
            }
            return false;
          }
        });
  }

  StatefulSetBuilder parallel(StatefulSetBuilder set) {
    return set.editSpec().withPodManagementPolicy("Parallel").endSpec();
  }

  static StatefulSet scaled(StatefulSet set, int replicas) {
    set.getSpec().setReplicas(replicas);
    return set;
  }

  static StatefulSet partitioned(StatefulSet set, int partition) {
    set.getSpec().getUpdateStrategy().getRollingUpdate().setPartition(partition);
    return set;
  }

  static StatefulSet image(StatefulSet set, String image) {
    set.getSpec().getTemplate().getSpec().getContainers().getFirst().setImage(image);
    return set;
  }

  StatefulSet set(int replicas, Consumer<StatefulSetBuilder> edit) {
    StatefulSetBuilder set =
        new StatefulSetBuilder()
            .withNewMetadata()
            .withNamespace(namespace)
            .withName("web")
            .endMetadata()
            .withNewSpec()
            .withReplicas(replicas)
            .withServiceName("headless")
            .withNewSelector()
            .addToMatchLabels("app", "web")
            .endSelector()
            .withTemplate(deployment("web", 1, "web:1").getSpec().getTemplate())
            .withVolumeClaimTemplates(
                new PersistentVolumeClaimBuilder()
                    .withNewMetadata()
                    .withName("data")
                    .endMetadata()
                    .withNewSpec()
                    .withAccessModes("ReadWriteOnce")
                    .withNewResources()
                    .addToRequests("storage", new Quantity("1Gi"))
                    .endResources()
                    .endSpec()
                    .build())
            .endSpec();
    edit.accept(set);
    return set.build();
  }
}
