/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.events.Topics;
import io.berth.events.alert.AlertRule;
import io.berth.monitor.alerting.BuiltInRules;
import io.berth.simulator.SimulatedCluster;
import io.berth.teststack.TestStack;
import io.berth.teststack.kafka.DedicatedBroker;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Broker outages, misdeclared topics, and the takeover by another instance. */
class KafkaFaultsIT {

  private static final String OWN_RUNBOOK = "Call Ann.";

  /** Session time-outs, a rebalance and restoring of state, one behind the other. */
  private static final Duration TAKEOVER = Duration.ofMinutes(8);

  private final String prefix = TestStack.shared().freshTopicPrefix();
  @AutoClose private final SimulatedCluster cluster = SimulatedCluster.start("dc-a");
  @AutoClose private final KubernetesClient kubernetes = TestWorkloads.client(cluster);
  @AutoClose private final FakeWebhook webhook = new FakeWebhook();

  @Test
  void brokerOutageAtStartAndWhileRunning_isReportedByHealth_andNothingIsLost() throws Exception {
    try (DedicatedBroker broker = DedicatedBroker.started()) {
      broker.kill();
      try (RunningMonitor monitor =
          RunningMonitor.start(
              prefix, cluster, webhook.url(), Map.of("BERTH_KAFKA", broker.address()))) {
        await().until(() -> monitor.status("/actuator/health/liveness") == 200);
        assertThat(monitor.health("kafka").path("status").asString()).isEqualTo("DOWN");
        assertThat(monitor.health("kafka").toString()).contains(broker.address());
        assertThat(monitor.status("/actuator/bindings")).isEqualTo(200);

        broker.start();
        await().until(monitor::healthy);
        assertThat(monitor.status("/actuator/bindings")).isEqualTo(200);
        create("before");
        await().until(() -> statuses("before").contains("firing"));

        broker.kill();
        await().until(() -> monitor.health("kafka").path("status").asString().equals("DOWN"));
        delete("before");
        create("meanwhile");
        broker.start();

        await().until(() -> statuses("before").contains("resolved"));
        await().until(() -> statuses("meanwhile").contains("firing"));
        await().until(monitor::healthy);
      }
    }
  }

  @Test
  void misdeclaredTopic_terminatesTheProcess_andIsNamed() throws Exception {
    String outbox = prefix + "berth.monitor.dc-a.outbox";
    try (Admin admin = Admin.create(servers())) {
      admin
          .createTopics(
              List.of(
                  new NewTopic(outbox, 1, (short) 1).configs(Map.of("cleanup.policy", "delete"))))
          .all()
          .get();
    }
    try (RunningMonitor monitor = RunningMonitor.start(prefix, cluster, webhook.url())) {
      assertThat(monitor.exitCode()).isEqualTo(1);
      assertThat(monitor.log())
          .contains(outbox + " has cleanup.policy delete, wanted compact")
          .containsOnlyOnce("ERROR");
    }
  }

  @Test
  void secondInstance_takesOverPartitionsRulesAndOutbox_andNotifiesOnce() {
    try (TopicRecords topics = new TopicRecords(prefix);
        RunningMonitor first = RunningMonitor.start(prefix, cluster, webhook.url())) {
      await().until(first::healthy);
      topics.publish(Topics.ALERT_RULES, ruleWithOwnRunbook());
      create("shared");
      await().until(() -> statuses("shared").equals(List.of("firing")));
      assertThat(runbook("shared")).isEqualTo(OWN_RUNBOOK);

      try (RunningMonitor second = RunningMonitor.start(prefix, cluster, webhook.url())) {
        await().until(second::healthy);
        await().until(first::healthy);
        create("together");
        await().until(() -> statuses("together").equals(List.of("firing")));

        first.kill();
        delete("shared");
        create("alone");
        await()
            .atMost(TAKEOVER)
            .untilAsserted(
                () -> assertThat(statuses("shared")).containsExactly("firing", "resolved"));
        await()
            .atMost(TAKEOVER)
            .untilAsserted(() -> assertThat(statuses("alone")).containsExactly("firing"));
        assertThat(runbook("alone")).isEqualTo(OWN_RUNBOOK);
        await().until(second::healthy);
      }
    }
  }

  private static Map<String, Object> servers() {
    return Map.of("bootstrap.servers", TestStack.shared().bootstrapServers());
  }

  /** The built-in rule with another runbook. */
  private static AlertRule ruleWithOwnRunbook() {
    AlertRule rule =
        BuiltInRules.scaled(0.02).stream()
            .filter(builtIn -> builtIn.name().equals("PodCrashLooping"))
            .findFirst()
            .orElseThrow();
    return new AlertRule(
        rule.id(),
        rule.version() + 1,
        rule.name(),
        true,
        rule.severity(),
        rule.holdFor(),
        rule.recoverFor(),
        rule.parameters(),
        rule.summary(),
        OWN_RUNBOOK);
  }

  /** One that comes again under its id, as after a kill, is the same notification. */
  private List<String> statuses(String app) {
    Map<String, String> byId = new LinkedHashMap<>();
    webhook.received(app).forEach(each -> byId.putIfAbsent(each.id(), each.status()));
    return List.copyOf(byId.values());
  }

  private String runbook(String app) {
    return webhook.received(app).getFirst().annotation("runbook");
  }

  private void create(String app) {
    kubernetes
        .resource(TestWorkloads.deployment(app, "shop/" + app + ":1-crash", Map.of()))
        .create();
  }

  private void delete(String app) {
    kubernetes.apps().deployments().inNamespace(TestWorkloads.NAMESPACE).withName(app).delete();
  }
}
