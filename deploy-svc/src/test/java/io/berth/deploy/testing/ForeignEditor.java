/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.testing;

import static org.awaitility.Awaitility.await;

import io.berth.events.AppRef;
import io.berth.events.operation.Drifted;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** Changes what Berth owns, as a person with kubectl would, and reads what Berth says to that. */
public final class ForeignEditor implements AutoCloseable {

  private final Harness berth;
  private final KubernetesClient client;

  public ForeignEditor(Harness berth) {
    this.berth = berth;
    this.client =
        new KubernetesClientBuilder()
            .withConfig(
                new ConfigBuilder(Config.fromKubeconfig(berth.simulated().kubeconfig()))
                    .withUserAgent("kubectl-edit")
                    .build())
            .build();
  }

  public KubernetesClient client() {
    return client;
  }

  public void change(AppRef app, UnaryOperator<Deployment> change) {
    edit(client.apps().deployments().inNamespace(app.namespace()).withName(app.name()), change);
  }

  /** Gives a pod exactly these finalizers; one that has any stays after its deletion. */
  public static void hold(KubernetesClient client, Pod pod, String... finalizers) {
    edit(
        client
            .pods()
            .inNamespace(pod.getMetadata().getNamespace())
            .withName(pod.getMetadata().getName()),
        it -> it.edit().editMetadata().withFinalizers(finalizers).endMetadata().build());
  }

  /** Controllers and nodes write too: an edit may meet one of theirs and has to be made again. */
  private static <T> void edit(Resource<T> resource, UnaryOperator<T> change) {
    await()
        .ignoreException(KubernetesClientException.class)
        .until(() -> resource.edit(change) != null);
  }

  public void scale(AppRef app, int replicas) {
    change(app, it -> it.edit().editSpec().withReplicas(replicas).endSpec().build());
  }

  /** Changes what is not Berth's, and waits until the service has seen it. */
  public void touch(AppRef app) {
    change(
        app,
        it ->
            it.edit()
                .editMetadata()
                .addToLabels("example.com/touched", UUID.randomUUID().toString())
                .endMetadata()
                .build());
    Long generation = berth.live(app).getMetadata().getGeneration();
    await().until(() -> berth.live(app).getStatus().getObservedGeneration() >= generation);
    await().pollDelay(Duration.ofMillis(500)).until(() -> drifts(app) != null);
  }

  public List<Drifted> untilDrifted(AppRef app, int count) {
    await().until(() -> drifts(app).size() >= count);
    return drifts(app);
  }

  public List<Drifted> drifts(AppRef app) {
    return berth.operationsOn(app).stream()
        .filter(Drifted.class::isInstance)
        .map(Drifted.class::cast)
        .toList();
  }

  @Override
  public void close() {
    client.close();
  }
}
