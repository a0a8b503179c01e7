/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Claims of pods that run on simulated nodes. */
class SimulatedVolumesTest {

  private static final String NAMESPACE = "default";

  private static SimulatedCluster cluster;
  private static KubernetesClient client;

  @BeforeAll
  static void start() {
    cluster = SimulatedCluster.start("volumes");
    client =
        new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(cluster.kubeconfig()))
            .withHttpClientFactory(new JdkHttpClientFactory())
            .build();
  }

  @AfterAll
  static void stop() {
    client.close();
    cluster.close();
  }

  @Test
  void statefulSet_runsWithAVolumeForEachPod_andFindsItAgain() {
    client.resource(set("db", 2)).create();
    eventually(() -> Integer.valueOf(2).equals(live("db").getStatus().getAvailableReplicas()));
    String volume = claim("data-db-1").getSpec().getVolumeName();
    assertThat(claim("data-db-0").getStatus().getPhase()).isEqualTo("Bound");
    assertThat(volume).isNotEqualTo(claim("data-db-0").getSpec().getVolumeName());
    assertThat(client.persistentVolumes().withName(volume).get().getStatus().getPhase())
        .isEqualTo("Bound");

    client.resource(set("db", 2)).delete();
    eventually(() -> pods("db").isEmpty());
    client.resource(set("db", 2)).create();
    eventually(() -> Integer.valueOf(2).equals(live("db").getStatus().getAvailableReplicas()));

    assertThat(claim("data-db-1").getSpec().getVolumeName()).isEqualTo(volume);
    client.resource(set("db", 2)).delete();
    eventually(() -> pods("db").isEmpty());
    liveClaim("data-db-1").delete();
    eventually(() -> client.persistentVolumes().withName(volume).get() == null);
  }

  @Test
  void claim_growsWithItsRequest_wherePermitted() {
    client.resource(set("grows", 1)).create();
    eventually(() -> "Bound".equals(phase("data-grows-0")));

    liveClaim("data-grows-0")
        .edit(
            claim -> {
              claim.getSpec().getResources().setRequests(Map.of("storage", new Quantity("3Gi")));
              return claim;
            });

    eventually(
        () ->
            new Quantity("3Gi")
                .equals(claim("data-grows-0").getStatus().getCapacity().get("storage")));
  }

  @Test
  void podWhoseClaimIsMissing_isUnschedulable_untilItIsThere() {
    client.resource(pod("early", "late", "")).create();
    eventuallyReported(
        "FailedScheduling", "0/3 nodes are available: 3 persistentvolumeclaim \"late\" not found.");

    client.resource(newClaim("late")).create();

    eventually(() -> "Running".equals(podPhase("early")));
  }

  @Test
  void podWhoseClaimIsNotBoundAtOnce_isUnschedulable() {
    PersistentVolumeClaim unbound = newClaim("classless");
    unbound.getSpec().setStorageClassName("");
    client.resource(unbound).create();
    client.resource(pod("unbound", "classless", "")).create();

    eventuallyReported(
        "FailedScheduling",
        "0/3 nodes are available: 3 pod has unbound immediate PersistentVolumeClaims.");
  }

  @Test
  void volumeThatIsReadWriteOnce_isAttachedToOneNodeAtATime() {
    client.resource(newClaim("shared")).create();
    client.resource(pod("holder", "shared", "simulated-volumes-1")).create();
    eventually(() -> "Running".equals(podPhase("holder")));
    client.resource(pod("waiter", "shared", "simulated-volumes-2")).create();
    eventuallyReported(
        "FailedAttachVolume",
        "Multi-Attach error for volume \"%s\" Volume is already used by pod(s) holder"
            .formatted(claim("shared").getSpec().getVolumeName()));
    assertThat(podPhase("waiter")).isEqualTo("Pending");

    client.pods().inNamespace(NAMESPACE).withName("holder").delete();

    eventually(() -> "Running".equals(podPhase("waiter")));
  }

  private static void eventually(Callable<Boolean> condition) {
    await()
        .atMost(Duration.ofMinutes(3))
        .pollInterval(Duration.ofMillis(50))
        .ignoreException(NullPointerException.class)
        .until(condition);
  }

  private static void eventuallyReported(String reason, String message) {
    eventually(
        () ->
            client.v1().events().inNamespace(NAMESPACE).list().getItems().stream()
                .filter(event -> event.getReason().equals(reason))
                .map(Event::getMessage)
                .anyMatch(message::equals));
  }

  private static StatefulSet live(String name) {
    return client.apps().statefulSets().inNamespace(NAMESPACE).withName(name).get();
  }

  private static List<Pod> pods(String app) {
    return client.pods().inNamespace(NAMESPACE).withLabel("app", app).list().getItems();
  }

  private static String podPhase(String name) {
    return client.pods().inNamespace(NAMESPACE).withName(name).get().getStatus().getPhase();
  }

  private static Resource<PersistentVolumeClaim> liveClaim(String name) {
    return client.persistentVolumeClaims().inNamespace(NAMESPACE).withName(name);
  }

  private static PersistentVolumeClaim claim(String name) {
    return liveClaim(name).get();
  }

  private static String phase(String claim) {
    return claim(claim).getStatus().getPhase();
  }

  private static PersistentVolumeClaim newClaim(String name) {
    return new PersistentVolumeClaimBuilder()
        .withNewMetadata()
        .withNamespace(NAMESPACE)
        .withName(name)
        .endMetadata()
        .withNewSpec()
        .withAccessModes("ReadWriteOnce")
        .withNewResources()
        .addToRequests("storage", new Quantity("1Gi"))
        .endResources()
        .endSpec()
        .build();
  }

  private static Pod pod(String name, String claim, String node) {
    return new PodBuilder()
        .withNewMetadata()
        .withNamespace(NAMESPACE)
        .withName(name)
        .endMetadata()
        .withNewSpec()
        .withNodeSelector(node.isEmpty() ? Map.of() : Map.of("kubernetes.io/hostname", node))
        .addNewVolume()
        .withName("data")
        .withNewPersistentVolumeClaim()
        .withClaimName(claim)
        .endPersistentVolumeClaim()
        .endVolume()
        .addNewContainer()
        .withName("web")
        .withImage("shop/web:1")
        .endContainer()
        .endSpec()
        .build();
  }

  private static StatefulSet set(String name, int replicas) {
    return new StatefulSetBuilder()
        .withNewMetadata()
        .withNamespace(NAMESPACE)
        .withName(name)
        .endMetadata()
        .withNewSpec()
        .withReplicas(replicas)
        .withServiceName(name)
        .withNewSelector()
        .addToMatchLabels("app", name)
        .endSelector()
        .withNewTemplate()
        .withNewMetadata()
        .addToLabels("app", name)
        .endMetadata()
        .withNewSpec()
        .addNewContainer()
        .withName("db")
        .withImage("shop/db:1")
        .addNewVolumeMount()
        .withName("data")
        .withMountPath("/data")
        .endVolumeMount()
        .endContainer()
        .endSpec()
        .endTemplate()
        .withVolumeClaimTemplates(
            new PersistentVolumeClaimBuilder(newClaim("data"))
                .editMetadata()
                .withNamespace(null)
                .endMetadata()
                .build())
        .endSpec()
        .build();
  }
}
