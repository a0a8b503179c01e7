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
import io.berth.simulator.SimulatedCluster;
import io.berth.teststack.TestStack;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Starts and outages on a simulated cluster, with rules so short that any moment without an
 * available replica would raise an alert.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StartupIT {

  private final String prefix = TestStack.shared().freshTopicPrefix();
  private SimulatedCluster cluster;
  private KubernetesClient kubernetes;
  private FakeWebhook webhook;
  private RunningMonitor monitor;
  private TopicRecords topics;

  @BeforeAll
  void start() {
    cluster = SimulatedCluster.start("dc-a");
    kubernetes = TestWorkloads.client(cluster);
    webhook = new FakeWebhook();
    monitor = RunningMonitor.start(prefix, cluster, webhook.url());
    topics = new TopicRecords(prefix);
    eventually().until(monitor::healthy);
  }

  @AfterAll
  void stop() {
    topics.close();
    monitor.close();
    webhook.close();
    kubernetes.close();
    cluster.close();
  }

  @Test
  void slowStart_raisesNoAlert_acrossAMonitorRestartAndScalingToZero() {
    Deployment made = create("sleepy", "1-starts-in-12s");
    monitor.kill();
    monitor = RunningMonitor.start(prefix, cluster, webhook.url());
    isAvailable(made);

    scale(made, 0);
    eventually().until(() -> live(made).getStatus().getReplicas() == null);
    scale(made, 1);
    isAvailable(made);

    // A later alert was notified, so a notification for this one would have been sent too.
    create("later", "1-breaks-in-1s");
    eventually().untilAsserted(() -> assertThat(fired("later")).isNotEmpty());
    assertThat(of("sleepy")).isEmpty();
  }

  @Test
  void availableWorkloadThatFails_isDown_withReasonBecameUnavailable() {
    Deployment made = create("fragile", "1-breaks-in-5s");
    isAvailable(made);

    eventually()
        .untilAsserted(
            () ->
                assertThat(fired("fragile"))
                    .filteredOn(alert -> alert.alertName().equals("WorkloadDown"))
                    .first()
                    .satisfies(
                        alert ->
                            assertThat(alert.annotations())
                                .containsEntry("reason", "BecameUnavailable")));
  }

  @Test
  void crashOfACanary_hasApplicationTrackAndCommand() {
    create("zz", "1");
    kubernetes
        .resource(
            new DeploymentBuilder(
                    TestWorkloads.probed(TestWorkloads.NAMESPACE, "zz-x7k2p", "shop/zz:2-crash"))
                .editMetadata()
                .withLabels(
                    Map.of(
                        "app.kubernetes.io/name", "zz",
                        "app.kubernetes.io/managed-by", "berth",
                        "berth.io/track", "canary"))
                .withAnnotations(
                    Map.of(
                        "berth.io/command-id", "cmd-zz",
                        "berth.io/command-time", "2026-03-01T12:00:00Z"))
                .endMetadata()
                .build())
        .create();

    eventually().untilAsserted(() -> assertThat(fired("zz-x7k2p")).isNotEmpty());
    AlertTransition crash = fired("zz-x7k2p").getFirst();
    assertThat(crash.labels()).containsEntry("app", "zz").containsEntry("track", "canary");
    assertThat(crash.lastCommand()).isNotNull();
    assertThat(crash.lastCommand().commandId()).isEqualTo("cmd-zz");
    assertThat(of("zz")).isEmpty();
  }

  private Deployment create(String app, String tag) {
    return kubernetes
        .resource(TestWorkloads.probed(TestWorkloads.NAMESPACE, app, "shop/" + app + ":" + tag))
        .create();
  }

  private Deployment live(Deployment made) {
    return kubernetes.resource(made).get();
  }

  private void scale(Deployment made, int replicas) {
    kubernetes
        .apps()
        .deployments()
        .inNamespace(TestWorkloads.NAMESPACE)
        .withName(made.getMetadata().getName())
        .scale(replicas);
  }

  private void isAvailable(Deployment made) {
    eventually()
        .until(() -> Integer.valueOf(1).equals(live(made).getStatus().getAvailableReplicas()));
  }

  private List<AlertTransition> fired(String owner) {
    return of(owner).stream().filter(transition -> transition.to() == State.FIRING).toList();
  }

  /** The transitions of an owner's alerts, except for BelowPolicyReplicas. */
  private List<AlertTransition> of(String owner) {
    return topics.read(Topics.ALERT_HISTORY, AlertTransition.class).stream()
        .filter(transition -> owner.equals(transition.labels().get("ownerName")))
        .filter(transition -> !transition.alertName().equals("BelowPolicyReplicas"))
        .toList();
  }

  private static ConditionFactory eventually() {
    return await().pollInterval(Duration.ofMillis(250));
  }
}
