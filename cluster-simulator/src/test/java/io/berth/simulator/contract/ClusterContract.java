/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.contract;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * What a Kubernetes API server does, as far as Berth leans on it. Each theme is a class below this
 * one; the simulated cluster runs them all, a real one those that it can.
 */
public abstract class ClusterContract {

  /** Pods that ask for it wait for a node forever: what is told of them needs none. */
  static final Map<String, String> NO_NODE = Map.of("contract", "no-node");

  /** A kubelet writes to the API server five times a second, however many pods it has. */
  static final Duration TIMEOUT = Duration.ofMinutes(3);

  private static final AtomicInteger NAMESPACES = new AtomicInteger();

  protected String namespace = "";

  protected abstract KubernetesClient client();

  @BeforeEach
  void makeNamespace() {
    namespace =
        "contract-" + Long.toString(System.nanoTime(), 36) + "-" + NAMESPACES.incrementAndGet();
    client()
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build())
        .create();
    eventually(
        () -> client().serviceAccounts().inNamespace(namespace).withName("default").get() != null);
  }

  @AfterEach
  void dropNamespace() {
    client().namespaces().withName(namespace).delete();
  }

  List<Pod> pods() {
    return client().pods().inNamespace(namespace).list().getItems();
  }

  List<ReplicaSet> sets() {
    return client().apps().replicaSets().inNamespace(namespace).list().getItems();
  }

  protected void eventually(Callable<Boolean> condition) {
    await().atMost(TIMEOUT).pollInterval(Duration.ofMillis(50)).until(condition);
  }

  /** Reads and writes, and does both again where a controller has written in between. */
  <T> T withoutConflict(Callable<T> readAndWrite) {
    return await()
        .atMost(TIMEOUT)
        .pollInterval(Duration.ofMillis(50))
        .ignoreExceptionsMatching(ClusterContract::isConflict)
        .until(readAndWrite, _ -> true);
  }

  private static boolean isConflict(Throwable failure) {
    return failure instanceof KubernetesClientException refused && refused.getCode() == 409;
  }

  ConfigMap configMap(String name, Map<String, String> labels) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withNamespace(namespace)
        .withName(name)
        .withLabels(labels)
        .endMetadata()
        .addToData("key", "value")
        .build();
  }

  /** One small container, no probes, on no node. */
  Deployment deployment(String name, int replicas, String image) {
    return new DeploymentBuilder()
        .withApiVersion("apps/v1")
        .withKind("Deployment")
        .withNewMetadata()
        .withNamespace(namespace)
        .withName(name)
        .endMetadata()
        .withNewSpec()
        .withReplicas(replicas)
        .withNewSelector()
        .addToMatchLabels("app", name)
        .endSelector()
        .withNewTemplate()
        .withNewMetadata()
        .addToLabels("app", name)
        .endMetadata()
        .withNewSpec()
        .withNodeSelector(NO_NODE)
        .addNewContainer()
        .withName(name)
        .withImage(image)
        .addNewPort()
        .withContainerPort(8080)
        .withProtocol("TCP")
        .endPort()
        .withNewResources()
        .addToRequests("cpu", new Quantity("10m"))
        .addToLimits("cpu", new Quantity("100m"))
        .addToLimits("memory", new Quantity("64Mi"))
        .endResources()
        .endContainer()
        .endSpec()
        .endTemplate()
        .endSpec()
        .build();
  }
}
