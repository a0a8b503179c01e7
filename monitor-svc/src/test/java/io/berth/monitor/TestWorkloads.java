/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor;

import io.berth.simulator.SimulatedCluster;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import java.util.Map;

/** Creates a namespace with Deployments like those of deploy-svc. */
final class TestWorkloads {

  static final String NAMESPACE = "shop";

  private TestWorkloads() {}

  static KubernetesClient client(SimulatedCluster cluster) {
    KubernetesClient client =
        new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(cluster.kubeconfig()))
            .withHttpClientFactory(new JdkHttpClientFactory())
            .build();
    client
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(NAMESPACE).endMetadata().build())
        .create();
    return client;
  }

  /** One small replica with liveness and readiness probes every second. */
  static Deployment probed(String namespace, String name, String image) {
    Map<String, Quantity> resources =
        Map.of("cpu", new Quantity("50m"), "memory", new Quantity("128Mi"));
    return new DeploymentBuilder(deployment(name, image, Map.of()))
        .editMetadata()
        .withNamespace(namespace)
        .endMetadata()
        .editSpec()
        .withReplicas(1)
        .editTemplate()
        .editSpec()
        .editFirstContainer()
        .withImage(image)
        .withReadinessProbe(probe("/cgi-bin/ready"))
        .withLivenessProbe(probe("/cgi-bin/live"))
        .withNewResources()
        .withRequests(resources)
        .withLimits(resources)
        .endResources()
        .endContainer()
        .endSpec()
        .endTemplate()
        .endSpec()
        .build();
  }

  private static Probe probe(String path) {
    return new ProbeBuilder()
        .withNewHttpGet()
        .withPath(path)
        .withNewPort(8080)
        .endHttpGet()
        .withPeriodSeconds(1)
        .withTimeoutSeconds(5)
        .withFailureThreshold(3)
        .build();
  }

  static Deployment deployment(String name, String image, Map<String, String> podAnnotations) {
    Map<String, String> labels =
        Map.of("app.kubernetes.io/name", name, "app.kubernetes.io/managed-by", "berth");
    return new DeploymentBuilder()
        .withNewMetadata()
        .withNamespace(NAMESPACE)
        .withName(name)
        .withLabels(labels)
        .endMetadata()
        .withNewSpec()
        .withReplicas(3)
        .withNewSelector()
        .withMatchLabels(Map.of("app.kubernetes.io/name", name))
        .endSelector()
        .withNewTemplate()
        .withNewMetadata()
        .withLabels(labels)
        .withAnnotations(podAnnotations)
        .endMetadata()
        .withNewSpec()
        .addNewContainer()
        .withName(name)
        .withImage("registry.example/" + image)
        .withNewResources()
        .withRequests(Map.of("cpu", new Quantity("250m"), "memory", new Quantity("128Mi")))
        .withLimits(Map.of("cpu", new Quantity("500m"), "memory", new Quantity("256Mi")))
        .endResources()
        .endContainer()
        .endSpec()
        .endTemplate()
        .endSpec()
        .build();
  }
}
