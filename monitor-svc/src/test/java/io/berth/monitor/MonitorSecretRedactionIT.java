/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.events.AppRef;
import io.berth.events.Topics;
import io.berth.events.cluster.ClusterEvent;
import io.berth.events.cluster.PodFacts;
import io.berth.events.command.CommandMeta;
import io.berth.events.command.Restart;
import io.berth.events.operation.Accepted;
import io.berth.events.operation.OperationRef;
import io.berth.redaction.PlantedSecrets;
import io.berth.simulator.SimulatedCluster;
import io.berth.teststack.TestStack;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Secrets in texts of a cluster and in the reasons of commands are redacted everywhere. */
class MonitorSecretRedactionIT {

  private static final String CLUSTER = "dc-a";

  /** Longer than every limit; the truncation is inside the secret. */
  private static final String LONG =
      String.join("\n", PlantedSecrets.kinds())
          + "\ncannot log in with password=\""
          + (PlantedSecrets.SECRET + " ").repeat(400)
          + "\"";

  private final String prefix = TestStack.shared().freshTopicPrefix();
  @AutoClose private final SimulatedCluster cluster = SimulatedCluster.start(CLUSTER);
  @AutoClose private final KubernetesClient kubernetes = TestWorkloads.client(cluster);
  @AutoClose private final FakeWebhook webhook = new FakeWebhook();

  @AutoClose
  private final RunningMonitor monitor = RunningMonitor.start(prefix, cluster, webhook.url());

  @AutoClose private final TopicRecords topics = new TopicRecords(prefix);

  @Test
  void secretsInEventsStatusesReasonsAndAnnotations_reachNoTopicNotificationOrLog()
      throws Exception {
    eventually().until(monitor::healthy);
    publishCommands();
    kubernetes
        .resource(
            TestWorkloads.deployment(
                "leaky",
                "shop/leaky:1-crash",
                Map.of(
                    "note",
                    PlantedSecrets.SECRET,
                    "more",
                    PlantedSecrets.texts(1_900).getFirst(),
                    "sim.berth.io/log",
                    String.join("\n", PlantedSecrets.log()),
                    "sim.berth.io/termination-message",
                    LONG)))
        .create();
    // Waiting reasons and probe outputs are in statuses and in Events.
    createDeployment("unpulled", "missing", "pull-error");
    createDeployment("unready", "unready", "probe-output");
    eventually().until(() -> !pods().isEmpty());
    PlantedSecrets.kinds().forEach(this::createEvent);

    eventually().until(() -> !webhook.received("leaky").isEmpty());
    eventually().until(() -> !webhook.receivedOf("ImagePullFailing").isEmpty());
    eventually()
        .untilAsserted(
            () ->
                assertThat(topics.read(Topics.CLUSTER_EVENTS, ClusterEvent.class))
                    .filteredOn(createEvent -> createEvent.reason().startsWith("Planted"))
                    .hasSizeGreaterThanOrEqualTo(PlantedSecrets.kinds().size()));

    assertThat(webhook.received("leaky").getFirst().annotation("lastCommand"))
        .contains("because: ", "[redacted]");
    assertThat(webhook.receivedOf("ImagePullFailing").toString()).contains("[redacted]");
    for (String alert : List.of("PodCrashLooping", "ImagePullFailing", "WorkloadDown")) {
      assertThat(webhook.receivedOf(alert).toString()).doesNotContain(PlantedSecrets.forbidden());
    }
    assertThat(topics.everything())
        .contains("[redacted]", "Planted", "PodCrashLooping")
        .doesNotContain(PlantedSecrets.forbidden());
    assertThat(monitor.log()).doesNotContain(PlantedSecrets.forbidden());
  }

  private void createDeployment(String name, String behavior, String annotation) {
    kubernetes
        .resource(
            TestWorkloads.deployment(
                name,
                "shop/" + name + ":1-" + behavior,
                Map.of("sim.berth.io/" + annotation, LONG)))
        .create();
  }

  private List<PodFacts> pods() {
    return topics.latest(Topics.PODS, PodFacts.class).stream()
        .filter(pod -> "leaky".equals(pod.app()))
        .toList();
  }

  /** The alert has the last of them. */
  private void publishCommands() {
    for (String reason : PlantedSecrets.texts(1_900)) {
      var by = new Restart(CommandMeta.by("ann").withReason(reason), AppRef.parse("shop/leaky"));
      String id = topics.publish(Topics.COMMANDS, by);
      topics.publish(
          Topics.OPERATIONS,
          new Accepted(
              new OperationRef(id, "restart", by.app(), CLUSTER, "ann", Instant.now()),
              1L,
              List.of(),
              List.of()));
    }
  }

  private void createEvent(String message) {
    String pod = pods().getFirst().name();
    kubernetes
        .resource(
            new EventBuilder()
                .withNewMetadata()
                .withNamespace(TestWorkloads.NAMESPACE)
                .withName("planted-" + UUID.randomUUID())
                .endMetadata()
                .withNewInvolvedObject()
                .withKind("Pod")
                .withNamespace(TestWorkloads.NAMESPACE)
                .withName(pod)
                .withUid(pods().getFirst().uid())
                .endInvolvedObject()
                .withType("Warning")
                .withReason("Planted")
                .withMessage(message)
                .withFirstTimestamp(Instant.now().toString())
                .withLastTimestamp(Instant.now().toString())
                .withCount(1)
                .build())
        .create();
  }

  private static ConditionFactory eventually() {
    return await()
        .atMost(Duration.ofMinutes(8))
        .pollInterval(Duration.ofMillis(300))
        .ignoreExceptions();
  }
}
