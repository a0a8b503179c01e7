/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway;

import static io.berth.gateway.TestGateway.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.events.alert.AlertTransition;
import io.berth.events.operation.Verdict;
import java.lang.management.ManagementFactory;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.ObjectName;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.config.ConfigResource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Two instances on one Kafka: each has the whole view, whichever of them a client asks. */
class TwoGatewaysIT {

  static {
    // Long: it only ends a test that hangs, a slow machine must not fail one.
    Awaitility.setDefaultTimeout(Duration.ofMinutes(8));
  }

  private static final String STOP = "app: {namespace: shop, name: cart}";

  /** The command itself, and two operations from each of two clusters. */
  private static final int EVENTS_PER_COMMAND = 5;

  private static final List<String> VIEWS =
      List.of("operations", "apps", "decisions", "alerts", "silences", "scaling-policies");

  private final TestTopics topics = new TestTopics();

  /** Not waited for one after another: both declare the missing topics at the same time. */
  private final TestGateway first = TestGateway.start(topics.kafka, topics.prefix);

  private TestGateway second = TestGateway.start(topics.kafka, topics.prefix);

  @BeforeEach
  void awaitBoth() {
    first.awaitHealthy();
    second.awaitHealthy();
  }

  @AfterEach
  void close() {
    second.close();
    first.close();
    topics.close();
  }

  @Test
  void commandPostedAtOne_isFollowedAtTheOther_andStreamedOnceByBoth() throws Exception {
    try (var atFirst = EventStreamClient.connect(first);
        var atSecond = EventStreamClient.connect(second)) {
      post(first, "two-1");
      conclude("two-1");

      JsonNode followed = second.get("/api/v1/operations/two-1?wait=60s");
      assertThat(followed.at("/overall/verdict").asString()).isEqualTo("SUCCEEDED");
      await().until(() -> atFirst.about("two-1").size() >= EVENTS_PER_COMMAND);
      await().until(() -> atSecond.about("two-1").size() >= EVENTS_PER_COMMAND);
      assertThat(atFirst.about("two-1")).hasSize(EVENTS_PER_COMMAND);
      assertThat(atSecond.about("two-1")).hasSize(EVENTS_PER_COMMAND);
      assertThat(atSecond.about("two-1").getLast()).isEqualTo(atFirst.about("two-1").getLast());
    }
  }

  @Test
  void commandRepeatedAtTheOther_isNotWrittenAgain() throws Exception {
    post(first, "two-2");
    awaitCommand(second, "two-2");

    HttpResponse<String> repeated =
        second.post("/api/v1/commands/stop", STOP, "Idempotency-Key", "two-2");

    assertThat(repeated.statusCode()).isEqualTo(202);
    assertThat(repeated.headers().firstValue("Idempotency-Replayed")).contains("true");
    assertThat(topics.commandsWithId("two-2")).hasSize(1);
  }

  @Test
  void commandPostedAtBothAtOnce_isOneCommand() throws Exception {
    CyclicBarrier together = new CyclicBarrier(2);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<HttpResponse<String>>> posts =
          Stream.of(first, second)
              .map(gateway -> threads.submit(() -> postWith(together, gateway, "two-6")))
              .toList();
      for (Future<HttpResponse<String>> post : posts) {
        assertThat(post.get().statusCode()).isEqualTo(202);
        assertThat(post.get().body()).contains("two-6");
      }
    }
    conclude("two-6");

    for (TestGateway gateway : List.of(first, second)) {
      await().until(() -> isComplete(gateway, "two-6"));
      JsonNode operations = items(gateway, "operations");
      assertThat(operations.findValuesAsString("commandId")).containsExactly("two-6");
      assertThat(operations.at("/0/overall/verdict").asString()).isEqualTo("SUCCEEDED");
    }
    assertThat(topics.commandsWithId("two-6")).hasSizeBetween(1, 2);
  }

  private static HttpResponse<String> postWith(
      CyclicBarrier together, TestGateway gateway, String id) throws Exception {
    together.await();
    return gateway.post("/api/v1/commands/stop", STOP, "Idempotency-Key", id);
  }

  @Test
  void gatewayThatComesBack_hasTheWholeView_andBothGoOn() throws Exception {
    post(first, "two-3");
    conclude("two-3");
    await().until(() -> isComplete(second, "two-3"));
    String lastEventId;
    try (var atSecond = EventStreamClient.connect(second)) {
      second.close();
      await().until(atSecond::hasEnded);
      lastEventId = atSecond.lastEventId();
    }

    post(first, "two-4");
    conclude("two-4");
    topics.publish(
        GatewaySamples.state("dc-a", 7),
        GatewaySamples.decision("two-d", 1),
        GatewaySamples.alert(1, AlertTransition.State.FIRING));
    silenceAndPolicy(first);
    await().until(() -> isComplete(first, "two-4"));
    await().until(() -> VIEWS.stream().noneMatch(view -> items(first, view).isEmpty()));

    second = TestGateway.start(topics.kafka, topics.prefix);
    second.awaitHealthy();

    assertThat(items(second, "operations").findValuesAsString("commandId"))
        .containsExactly("two-4", "two-3");
    for (String view : VIEWS) {
      assertThat(items(second, view)).as(view).isEqualTo(items(first, view));
    }
    try (var resumed = EventStreamClient.connect(second, lastEventId);
        var atFirst = EventStreamClient.connect(first)) {
      assertThat(resumed.events().getFirst().kind()).isEqualTo("reset");
      post(second, "two-5");
      conclude("two-5");
      await().until(() -> isComplete(first, "two-5"));
      await().until(() -> resumed.about("two-5").size() >= EVENTS_PER_COMMAND);
      await().until(() -> atFirst.about("two-5").size() >= EVENTS_PER_COMMAND);
      assertThat(resumed.about("two-5")).hasSize(EVENTS_PER_COMMAND);
      assertThat(atFirst.about("two-5")).hasSize(EVENTS_PER_COMMAND);
      assertThat(items(first, "operations").findValuesAsString("commandId"))
          .containsExactly("two-5", "two-4", "two-3");
    }
  }

  @Test
  void missingTopics_areCreatedAsDeclared() throws Exception {
    Map<String, String> declared =
        GatewayBindings.TOPICS.all().stream()
            .collect(Collectors.toMap(topics::nameOf, topic -> topic.cleanup().policy()));
    try (Admin admin = admin()) {
      Map<String, String> found =
          admin
              .describeConfigs(
                  declared.keySet().stream()
                      .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                      .toList())
              .all()
              .get()
              .entrySet()
              .stream()
              .collect(
                  Collectors.toMap(
                      entry -> entry.getKey().name(),
                      entry -> entry.getValue().get("cleanup.policy").value()));
      assertThat(found).isEqualTo(declared);
    }
  }

  @Test
  void topicsThatTheInstancesConsume_areThoseDeclaredAsRead() throws Exception {
    Set<String> declared =
        GatewayBindings.TOPICS.reads().stream()
            .map(topic -> metricTag(topics.nameOf(topic)))
            .collect(Collectors.toSet());
    assertThat(consumedTopics()).isEqualTo(declared);
  }

  /** The topics of all consumers of this process under the test's prefix, by Kafka's metrics. */
  private Set<String> consumedTopics() throws JMException {
    return ManagementFactory.getPlatformMBeanServer()
        .queryNames(
            new ObjectName("kafka.consumer:type=consumer-fetch-manager-metrics,topic=*,*"), null)
        .stream()
        .map(name -> metricTag(name.getKeyProperty("topic")))
        .filter(topic -> topic.startsWith(metricTag(topics.prefix)))
        .collect(Collectors.toSet());
  }

  /** Kafka's metrics have an underscore for each dot of a topic's name, in some versions. */
  private static String metricTag(String topic) {
    return topic.replace('.', '_');
  }

  private static void post(TestGateway gateway, String id) throws Exception {
    assertThat(gateway.post("/api/v1/commands/stop", STOP, "Idempotency-Key", id).statusCode())
        .isEqualTo(202);
  }

  private static void silenceAndPolicy(TestGateway gateway) throws Exception {
    gateway.post(
        "/api/v1/silences",
        "{matchers: {app: cart}, endsAt: '2099-01-01T00:00:00Z', comment: works}");
    gateway.put(
        "/api/v1/scaling-policies/shop/cart",
        "{minReplicas: 2, maxReplicas: 4, metrics: [{type: UTILIZATION, resource: CPU, percent: 60}]}",
        "*");
  }

  private void conclude(String id) {
    for (Function<String, io.berth.events.Event> step :
        List.<Function<String, io.berth.events.Event>>of(
            cluster -> GatewaySamples.accepted(id, cluster),
            cluster -> GatewaySamples.concluded(id, cluster, Verdict.SUCCEEDED))) {
      GatewaySamples.CLUSTERS.forEach(cluster -> topics.publish(step.apply(cluster)));
    }
  }

  private static boolean isComplete(TestGateway gateway, String id) throws Exception {
    return gateway.get("/api/v1/operations/" + id).at("/overall/complete").asBoolean(false);
  }

  private static void awaitCommand(TestGateway gateway, String id) {
    await()
        .until(() -> gateway.send(gateway.program("/api/v1/operations/" + id)).statusCode() == 200);
  }

  private static JsonNode items(TestGateway gateway, String view) {
    try {
      return json(gateway.send(gateway.program("/api/v1/" + view))).path("items");
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", topics.kafka));
  }
}
