/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.bench.deploy;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.File;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;

/** A baseline: a client that applies the same objects one after the other. */
final class BaselineClient implements AutoCloseable {

  private static final String NODE = "berth-bench";

  final KubernetesClient client;

  BaselineClient(File kubeconfig) {
    this.client =
        new KubernetesClientBuilder().withConfig(Config.fromKubeconfig(kubeconfig)).build();
  }

  void apply(List<HasMetadata> objects) {
    for (HasMetadata object : objects) {
      client.resource(object).fieldManager("bench").forceConflicts().serverSideApply();
    }
  }

  /** Several applications by several threads; returns the nanoseconds that it took. */
  long apply(List<List<HasMetadata>> applications, int threads) throws Exception {
    long begin = System.nanoTime();
    try (var workers = Executors.newFixedThreadPool(threads)) {
      for (var done : applications.stream().map(it -> workers.submit(() -> apply(it))).toList()) {
        done.get();
      }
    }
    return System.nanoTime() - begin;
  }

  ControllerRevision revision(String name) {
    return client
        .apps()
        .controllerRevisions()
        .inNamespace(BenchApplication.NAMESPACE)
        .withName(name)
        .require();
  }

  /** How many applications deploy-svc has to watch. */
  int tracked() {
    return client
        .apps()
        .deployments()
        .inNamespace(BenchApplication.NAMESPACE)
        .withLabel("app.kubernetes.io/managed-by", "berth")
        .list()
        .getItems()
        .size();
  }

  /** A namespace, and a node of paper that has room for all, so that no pod waits for a place. */
  void prepare() {
    Namespace namespace =
        new NamespaceBuilder()
            .withNewMetadata()
            .withName(BenchApplication.NAMESPACE)
            .addToLabels("berth.io/environment", "dev")
            .endMetadata()
            .build();
    client.resource(namespace).createOr(it -> it.update());
    Map<String, Quantity> room =
        Map.of(
            "cpu", new Quantity("10000"),
            "memory", new Quantity("100Ti"),
            "pods", new Quantity("100000"));
    Node node =
        new NodeBuilder()
            .withNewMetadata()
            .withName(NODE)
            .endMetadata()
            .withNewStatus()
            .withCapacity(room)
            .withAllocatable(room)
            .addNewCondition()
            .withType("Ready")
            .withStatus("True")
            .withReason("OnPaper")
            .endCondition()
            .endStatus()
            .build();
    if (client.nodes().withName(NODE).get() == null) {
      client.resource(node).create();
      client.resource(node).patchStatus();
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
