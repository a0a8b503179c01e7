/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway;

import static io.berth.gateway.TestGateway.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.events.Topics;
import io.berth.events.operation.Verdict;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The gateway against a real broker. */
class GatewayIT {

  static {
    // Long: it only ends a test that hangs, a slow machine must not fail one.
    Awaitility.setDefaultTimeout(Duration.ofMinutes(8));
  }

  private static final String STOP = "app: {namespace: shop, name: cart}";

  private static TestTopics topics;
  private static TestGateway gateway;

  @BeforeAll
  static void start() {
    topics = new TestTopics();
    gateway = TestGateway.start(topics.kafka, topics.prefix);
    gateway.awaitHealthy();
  }

  @AfterAll
  static void stop() {
    gateway.close();
    topics.close();
  }

  @Test
  void command_isPublishedAsACloudEvent_andVisibleAtOnce() throws Exception {
    HttpResponse<String> answer =
        gateway.post(
            "/api/v1/commands/stop", STOP, "Idempotency-Key", "it-1", "Berth-Actor", "alice");
    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(answer.headers().firstValue("Location")).contains("/api/v1/operations/it-1");
    assertThat(gateway.get("/api/v1/operations/it-1").path("requestedBy").asString())
        .isEqualTo("alice (api token)");
    ConsumerRecord<String, String> record = topics.commandsWithId("it-1").getFirst();
    assertThat(record.key()).isEqualTo("shop/cart");
    assertThat(TestTopics.header(record, "ce_type")).isEqualTo("berth.command.stop.v1");
    assertThat(TestTopics.header(record, "ce_source")).isEqualTo("/berth/gateway");
    await()
        .untilAsserted(
            () ->
                assertThat(topics.records(Topics.AUDIT))
                    .anyMatch(audit -> audit.value().contains("\"commandId\":\"it-1\"")));
  }

  @Test
  void repeatedIdempotencyKey_publishesNothing_andOtherCommandIsRejected() throws Exception {
    gateway.post("/api/v1/commands/stop", STOP, "Idempotency-Key", "it-2");
    HttpResponse<String> again =
        gateway.post("/api/v1/commands/stop", STOP, "Idempotency-Key", "it-2");
    assertThat(again.statusCode()).isEqualTo(202);
    assertThat(again.headers().firstValue("Idempotency-Replayed")).contains("true");
    assertThat(topics.commandsWithId("it-2")).hasSize(1);
    assertThat(
            gateway.post("/api/v1/commands/restart", STOP, "Idempotency-Key", "it-2").statusCode())
        .isEqualTo(422);
  }

  @Test
  void verdicts_areInTheView_andAWaitReturnsTheOverallOne() throws Exception {
    gateway.post("/api/v1/commands/stop", STOP, "Idempotency-Key", "it-3");
    topics.publish(
        GatewaySamples.accepted("it-3", "dc-a"), GatewaySamples.accepted("it-3", "dc-b"));
    topics.publish(
        GatewaySamples.concluded("it-3", "dc-a", Verdict.SUCCEEDED),
        GatewaySamples.concluded("it-3", "dc-b", Verdict.FAILED));
    JsonNode status = gateway.get("/api/v1/operations/it-3?wait=20s");
    assertThat(status.path("overall").path("verdict").asString()).isEqualTo("FAILED");
    assertThat(status.at("/clusters/1/diagnosis/cause").asString()).isEqualTo("IMAGE_NOT_FOUND");
    assertThat(gateway.get("/api/v1/operations?app=shop/cart").path("items")).isNotEmpty();
  }

  @Test
  void otherInstance_hasTheSameView() throws Exception {
    topics.publish(GatewaySamples.state("dc-a", 4), GatewaySamples.decision("it-d", 1));
    gateway.post("/api/v1/commands/restart", STOP, "Idempotency-Key", "it-4");
    try (TestGateway other = TestGateway.start(topics.kafka, topics.prefix)) {
      other.awaitHealthy();
      assertThat(other.get("/api/v1/operations/it-4").path("verb").asString()).isEqualTo("restart");
      JsonNode app = other.get("/api/v1/apps/shop/cart");
      assertThat(app.at("/clusters/0/state/simulated").asBoolean()).isTrue();
      assertThat(other.get("/api/v1/decisions?app=shop/cart").at("/items/0/action").asString())
          .isEqualTo("SCALE_OUT");
    }
  }

  @Test
  void policy_hasVersions_andCanBeDeleted() throws Exception {
    String path = "/api/v1/scaling-policies/shop/till";
    String policy =
        "{minReplicas: 2, maxReplicas: 4, metrics: [{type: UTILIZATION, resource: CPU, percent: 60}]}";
    HttpResponse<String> first = gateway.put(path, policy, "*");
    assertThat(first.statusCode()).isEqualTo(200);
    assertThat(first.headers().firstValue("ETag")).contains("\"1\"");
    assertThat(gateway.put(path, policy, "\"7\"").statusCode()).isEqualTo(412);
    assertThat(json(gateway.put(path, policy, "\"1\"")).path("version").asLong()).isEqualTo(2);
    assertThat(gateway.put(path, "{minReplicas: 9, maxReplicas: 4}", "*").statusCode())
        .isEqualTo(400);
    assertThat(gateway.send(gateway.program(path).DELETE()).statusCode()).isEqualTo(204);
    assertThat(gateway.send(gateway.program(path)).statusCode()).isEqualTo(404);
  }

  @Test
  void silence_isCreatedAndDeleted() throws Exception {
    HttpResponse<String> begun =
        gateway.post(
            "/api/v1/silences",
            "{matchers: {app: cart}, endsAt: '2099-01-01T00:00:00Z', comment: works}");
    assertThat(begun.statusCode()).isEqualTo(201);
    String id = json(begun).path("id").asString();
    assertThat(gateway.send(gateway.program("/api/v1/silences/" + id).DELETE()).statusCode())
        .isEqualTo(204);
    assertThat(gateway.post("/api/v1/silences", "{comment: too little}").statusCode())
        .isEqualTo(400);
  }

  @Test
  void changes_areStreamed_andResumedAfterADisconnect() throws Exception {
    HttpResponse<Stream<String>> stream =
        gateway.send(gateway.program("/api/v1/events"), BodyHandlers.ofLines());
    String hello = "";
    try (Stream<String> lines = stream.body()) {
      hello = lines.filter(line -> line.startsWith("id: ")).findFirst().orElseThrow().substring(4);
    }
    gateway.post("/api/v1/commands/pause", STOP, "Idempotency-Key", "it-5");
    HttpResponse<Stream<String>> again =
        gateway.send(
            gateway.program("/api/v1/events").header("Last-Event-ID", hello),
            BodyHandlers.ofLines());
    topics.publish(GatewaySamples.accepted("it-5", "dc-a"));
    try (Stream<String> lines = again.body()) {
      assertThat(lines.anyMatch(line -> line.startsWith("data: ") && line.contains("it-5")))
          .isTrue();
    }
  }

  @Test
  void invalidFields_areListedInAProblem() throws Exception {
    HttpResponse<String> answer =
        gateway.post("/api/v1/commands/scale", "{app: {namespace: shop}, replicas: 0}");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(json(answer).path("errors")).hasSizeGreaterThanOrEqualTo(2);
    assertThat(gateway.post("/api/v1/commands/fly", "{}").statusCode()).isEqualTo(404);
    assertThat(gateway.post("/api/v1/commands/stop", "{a: [").statusCode()).isEqualTo(400);
    assertThat(gateway.post("/api/v1/commands/stop", "a".repeat(1_600_000)).statusCode())
        .isEqualTo(413);
    assertThat(gateway.post("/api/v1/commands/stop", STOP, "Idempotency-Key", "a b").statusCode())
        .isEqualTo(400);
  }

  @Test
  void waitWithoutUnitOrOutOfRange_isRejected() throws Exception {
    gateway.post("/api/v1/commands/stop", STOP, "Idempotency-Key", "it-6");
    for (String wait : List.of("30", "5m", "-1s", "soon", "30S")) {
      HttpResponse<String> answer =
          gateway.send(gateway.program("/api/v1/operations/it-6?wait=" + wait));
      assertThat(answer.statusCode()).as(wait).isEqualTo(400);
      assertThat(json(answer).at("/errors/0/field").asString()).isEqualTo("wait");
      assertThat(json(answer).at("/errors/0/wanted").asString()).startsWith("a duration");
    }
    assertThat(gateway.get("/api/v1/operations/it-6?wait=1ms").path("verb").asString())
        .isEqualTo("stop");
    assertThat(gateway.get("/api/v1/operations/it-6?wait=PT0S").path("verb").asString())
        .isEqualTo("stop");
  }

  @Test
  void unavailableService_isNamed() throws Exception {
    HttpResponse<String> logs = gateway.send(gateway.program("/api/v1/logs?app=cart"));
    assertThat(logs.statusCode()).isEqualTo(503);
    assertThat(json(logs).path("detail").asString()).startsWith("log-pipeline-svc at http");
    JsonNode clusters = gateway.get("/api/v1/clusters").path("items");
    assertThat(clusters).hasSize(2);
    assertThat(clusters.get(0).path("reachable").asBoolean()).isFalse();
  }
}
