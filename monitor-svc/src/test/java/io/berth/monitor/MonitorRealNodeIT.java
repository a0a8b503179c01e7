/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.events.Topics;
import io.berth.events.alert.AlertTransition;
import io.berth.events.alert.AlertTransition.State;
import io.berth.simulator.node.RealNode;
import io.berth.teststack.TestStack;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Starts and outages of real pods, in parallel: they mostly wait for the kubelet. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MonitorRealNodeIT {

  private static final Duration TIMEOUT = Duration.ofMinutes(5);

  private final String prefix = TestStack.shared().freshTopicPrefix();
  private final String namespace = "berth-monitor-" + UUID.randomUUID().toString().substring(0, 8);
  private RealNode node;
  private KubernetesClient kubernetes;
  private FakeWebhook webhook;
  private RunningMonitor monitor;
  private TopicRecords topics;

  @BeforeAll
  void start() throws IOException {
    node = RealNode.open();
    kubernetes =
        new KubernetesClientBuilder()
            .withConfig(
                new ConfigBuilder(Config.fromKubeconfig(Files.readString(node.kubeconfig())))
                    .withRequestTimeout(120_000) // a busy machine makes a real server slow
                    .build())
            .withHttpClientFactory(new JdkHttpClientFactory())
            .build();
    kubernetes
        .resource(
            new NamespaceBuilder()
                .withNewMetadata()
                .withName(namespace)
                .addToLabels("berth.io/environment", "dev")
                .endMetadata()
                .build())
        .create();
    webhook = new FakeWebhook();
    monitor = RunningMonitor.start(prefix, node.kubeconfig(), webhook.url());
    topics = new TopicRecords(prefix);
    await().until(monitor::healthy);
  }

  @AfterAll
  void stop() {
    if (topics != null) {
      topics.close();
      monitor.close();
      webhook.close();
    }
    if (kubernetes != null) {
      kubernetes.namespaces().withName(namespace).delete();
      kubernetes.close();
    }
    if (node != null) {
      node.close();
    }
  }

  @Test
  void startOfOneMinute_raisesNoAlert_andLaterLivenessFailuresDo() {
    Deployment sleepy = create("sleepy", "1-starts-in-60s");
    create("fragile", "1-breaks-in-10s");

    await()
        .atMost(TIMEOUT)
        .untilAsserted(
            () ->
                assertThat(of("fragile"))
                    .anySatisfy(
                        alert -> {
                          assertThat(alert.alertName()).isEqualTo("WorkloadDown");
                          assertThat(alert.to()).isEqualTo(State.FIRING);
                          assertThat(alert.annotations())
                              .containsEntry("reason", "BecameUnavailable");
                          assertThat(alert.labels())
                              .containsEntry("app", "fragile")
                              .containsEntry("track", "stable");
                        }));
    await()
        .atMost(TIMEOUT)
        .until(
            () ->
                Integer.valueOf(1)
                    .equals(kubernetes.resource(sleepy).get().getStatus().getAvailableReplicas()));
    assertThat(of("sleepy")).isEmpty();
  }

  private Deployment create(String app, String tag) {
    return kubernetes.resource(TestWorkloads.probed(namespace, app, node.image(tag))).create();
  }

  private List<AlertTransition> of(String owner) {
    return topics.read(Topics.ALERT_HISTORY, AlertTransition.class).stream()
        .filter(transition -> namespace.equals(transition.labels().get("namespace")))
        .filter(transition -> owner.equals(transition.labels().get("ownerName")))
        .toList();
  }
}
