/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.events.AppRef;
import io.berth.events.ClusterAppRef;
import io.berth.events.Topics;
import io.berth.events.alert.AlertTransition;
import io.berth.events.alert.AlertTransition.State;
import io.berth.events.cluster.ClusterEvent;
import io.berth.events.cluster.PodFacts;
import io.berth.events.metrics.PodSample;
import io.berth.events.metrics.ResourceSample;
import io.berth.events.operation.Accepted;
import io.berth.events.operation.OperationRef;
import io.berth.simulator.SimulatedCluster;
import io.berth.teststack.TestStack;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The service on a real broker and a simulated cluster; each test has its own application. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MonitorIT {

  private static final String CLUSTER = "dc-a";

  private final String prefix = TestStack.shared().freshTopicPrefix();
  private SimulatedCluster cluster;
  private KubernetesClient kubernetes;
  private FakeWebhook webhook;
  private RunningMonitor monitor;
  private TopicRecords topics;

  @BeforeAll
  void start() {
    cluster = SimulatedCluster.start(CLUSTER);
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
  void crashLoop_firesWithItsLastCommand_resolves_andBothAreNotifiedOnce() {
    topics.publish(
        Topics.OPERATIONS,
        new Accepted(
            new OperationRef(
                "cmd-1", "deploy", AppRef.parse("shop/flaky"), CLUSTER, "ann", Instant.now()),
            1L,
            List.of(),
            List.of()));
    webhook.failNext(2);
    create("flaky", "shop/flaky:1-crash");

    eventually().untilAsserted(() -> assertThat(alerts("flaky")).contains(State.FIRING));
    AlertTransition firing = last("flaky", State.FIRING);
    assertThat(firing.lastCommand()).isNotNull();
    assertThat(firing.lastCommand().commandId()).isEqualTo("cmd-1");
    assertThat(firing.labels())
        .containsEntry("ownerKind", "Deployment")
        .containsEntry("ownerName", "flaky")
        .containsEntry("container", "flaky");
    assertThat(firing.annotations()).containsKeys("description", "runbook", "restarts");

    eventually().until(() -> !webhook.received("flaky").isEmpty());
    repaired("flaky");
    eventually().untilAsserted(() -> assertThat(alerts("flaky")).contains(State.RESOLVED));
    assertThat(last("flaky", State.RESOLVED).cause()).isEqualTo("recovered");
    eventually()
        .untilAsserted(
            () ->
                assertThat(webhook.received("flaky"))
                    .extracting(FakeWebhook.ReceivedNotification::status)
                    .containsExactly("firing", "resolved"));
    assertThat(webhook.received("flaky").getFirst().annotation("lastCommand"))
        .contains("deploy by ann");
  }

  /** Retried where the Deployment's controller updated the status concurrently. */
  private void repaired(String app) {
    eventually()
        .ignoreExceptionsMatching(
            e -> e instanceof KubernetesClientException refused && refused.getCode() == 409)
        .until(
            () ->
                kubernetes
                        .apps()
                        .deployments()
                        .inNamespace(TestWorkloads.NAMESPACE)
                        .withName(app)
                        .updateImage("registry.example/shop/" + app + ":2")
                    != null);
  }

  @Test
  void killedEvaluator_continuesFromItsState_withoutNotifyingAgain() {
    create("killed", "shop/killed:1-crash");
    eventually().untilAsserted(() -> assertThat(webhook.received("killed")).hasSize(1));
    AlertTransition before = last("killed", State.FIRING);

    monitor.kill();
    monitor = RunningMonitor.start(prefix, cluster, webhook.url());
    eventually().until(monitor::healthy);
    kubernetes
        .apps()
        .deployments()
        .inNamespace(TestWorkloads.NAMESPACE)
        .withName("killed")
        .delete();

    eventually().untilAsserted(() -> assertThat(alerts("killed")).contains(State.RESOLVED));
    AlertTransition after = last("killed", State.RESOLVED);
    assertThat(after.generation()).isEqualTo(before.generation());
    assertThat(after.cause()).isEqualTo("object-deleted");
    eventually()
        .untilAsserted(
            () ->
                assertThat(webhook.received("killed"))
                    .extracting(FakeWebhook.ReceivedNotification::status)
                    .containsExactly("firing", "resolved"));
  }

  @Test
  void sample_containsEveryPodOfTheApplication_withItsUsage() {
    kubernetes
        .resource(
            TestWorkloads.deployment("cart", "shop/cart:1", Map.of("sim.berth.io/load", "0s=600")))
        .create();

    eventually()
        .untilAsserted(
            () ->
                assertThat(topics.read(Topics.METRICS, ResourceSample.class))
                    .anySatisfy(
                        sample -> {
                          assertThat(sample.app())
                              .isEqualTo(new ClusterAppRef(CLUSTER, "shop", "cart"));
                          assertThat(sample.source()).isEqualTo("kubelet");
                          assertThat(sample.specReplicas()).isEqualTo(3);
                          assertThat(sample.pods()).hasSize(3).allSatisfy(MonitorIT::measured);
                        }));
  }

  private static void measured(PodSample pod) {
    assertThat(pod.ready()).isTrue();
    assertThat(pod.containers())
        .singleElement()
        .satisfies(
            container -> {
              assertThat(container.cpuMillis()).isBetween(100L, 300L);
              assertThat(container.memoryBytes()).isPositive();
              assertThat(container.cpuLimitMillis()).isEqualTo(500);
              assertThat(container.memoryRequestBytes()).isEqualTo(128L << 20);
            });
  }

  @Test
  void podsAndEvents_arePublishedOnce_acrossARestart() {
    create("eventful", "shop/eventful:1-crash");
    eventually()
        .untilAsserted(
            () ->
                assertThat(topics.read(Topics.CLUSTER_EVENTS, ClusterEvent.class))
                    .anySatisfy(
                        event -> {
                          assertThat(event.reason()).isEqualTo("BackOff");
                          assertThat(event.app()).isEqualTo("eventful");
                          assertThat(event.count()).isGreaterThan(1);
                          assertThat(event.delta()).isPositive();
                        }));
    assertThat(topics.read(Topics.PODS, PodFacts.class))
        .anySatisfy(
            pod -> {
              assertThat(pod.app()).isEqualTo("eventful");
              assertThat(pod.ownerKind()).isEqualTo("Deployment");
              assertThat(pod.ownerName()).isEqualTo("eventful");
              assertThat(pod.goneAt()).isNull();
            });

    monitor.kill();
    kubernetes
        .apps()
        .deployments()
        .inNamespace(TestWorkloads.NAMESPACE)
        .withName("eventful")
        .delete();
    monitor = RunningMonitor.start(prefix, cluster, webhook.url());

    eventually()
        .untilAsserted(
            () ->
                assertThat(topics.latest(Topics.PODS, PodFacts.class))
                    .filteredOn(pod -> "eventful".equals(pod.ownerName()))
                    .isNotEmpty()
                    .allSatisfy(pod -> assertThat(pod.goneAt()).isNotNull()));
    assertThat(topics.ids(Topics.CLUSTER_EVENTS)).doesNotHaveDuplicates();
  }

  private void create(String app, String image) {
    kubernetes.resource(TestWorkloads.deployment(app, image, Map.of())).create();
  }

  /** The states of the PodCrashLooping alert of an application, in order. */
  private List<State> alerts(String app) {
    return transitions(app).stream().map(AlertTransition::to).toList();
  }

  private AlertTransition last(String app, State state) {
    return transitions(app).stream().filter(t -> t.to() == state).toList().getLast();
  }

  private List<AlertTransition> transitions(String app) {
    return topics.read(Topics.ALERT_HISTORY, AlertTransition.class).stream()
        .filter(transition -> transition.alertName().equals("PodCrashLooping"))
        .filter(transition -> app.equals(transition.labels().get("ownerName")))
        .toList();
  }

  private static ConditionFactory eventually() {
    return await().pollInterval(Duration.ofMillis(250));
  }
}
