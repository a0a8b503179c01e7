/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway;

import static io.berth.gateway.TestGateway.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.berth.events.Topics;
import io.berth.events.operation.Verdict;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The gateway against a real broker. */
class GatewayIT {

  static {
    // Long: it only ends a test that hangs, a slow machine must not fail one.
    Awaitility.setDefaultTimeout(Duration.ofMinutes(8));
  }

  private static final String STOP = "app: {namespace: shop, name: cart}";

  private static final Queue<String> rendered = new ConcurrentLinkedQueue<>();

  private static TestTopics topics;
  private static TestGateway gateway;
  private static HttpServer deploySvc;

  @BeforeAll
  static void start() throws IOException {
    topics = new TestTopics();
    deploySvc = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    deploySvc.createContext("/api/v1/render", GatewayIT::render);
    deploySvc.start();
    gateway =
        TestGateway.start(
            topics.kafka,
            topics.prefix,
            "--berth.deploy-urls=dc-a=http://localhost:"
                + deploySvc.getAddress().getPort()
                + ",dc-b=http://localhost:1");
    gateway.awaitHealthy();
  }

  private static void render(HttpExchange exchange) throws IOException {
    rendered.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
    byte[] problem = "{\"title\":\"dc-a would reject it\"}".getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/problem+json");
    exchange.sendResponseHeaders(422, problem.length);
    exchange.getResponseBody().write(problem);
    exchange.close();
  }

  @AfterAll
  static void stop() {
    gateway.close();
    deploySvc.stop(0);
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
  void render_isAnsweredByTheDeploySvcOfTheCluster_andPublishesNothing() throws Exception {
    String app = "{app: {namespace: shop, name: drawn}, spec: {image: 'a:1', replicas: 3}}";
    HttpResponse<String> answer =
        gateway.post("/api/v1/clusters/dc-a/render", app, "Berth-Actor", "alice");
    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(json(answer).path("title").asString()).isEqualTo("dc-a would reject it");
    JsonNode asked = JsonMapper.shared().readTree(rendered.remove());
    assertThat(asked.at("/spec/image").asString()).isEqualTo("a:1");
    assertThat(asked.at("/meta/requestedBy").asString()).isEqualTo("alice (api token)");
    assertThat(gateway.get("/api/v1/operations?app=shop/drawn").path("items")).isEmpty();
    assertThat(topics.records(Topics.COMMANDS))
        .noneMatch(command -> command.value().contains("drawn"));
  }

  @Test
  void render_ofAnInvalidFile_orForAnotherCluster_isRefused() throws Exception {
    String app = "{app: {namespace: shop, name: drawn}, spec: {image: 'a:1', replicas: 3}}";
    HttpResponse<String> invalid =
        gateway.post("/api/v1/clusters/dc-a/render", app.replace("3", "0"));
    assertThat(invalid.statusCode()).isEqualTo(400);
    assertThat(json(invalid).at("/errors/0/field").asString()).isEqualTo("spec.replicas");
    HttpResponse<String> unknownCluster =
        gateway.post(
            "/api/v1/clusters/dc-a/render", app.replace("3", "3, replicasByCluster: {x: 3}"));
    assertThat(unknownCluster.statusCode()).isEqualTo(400);
    assertThat(gateway.post("/api/v1/clusters/dc-z/render", app).statusCode()).isEqualTo(404);
    assertThat(gateway.post("/api/v1/clusters/dc-b/render", app).statusCode()).isEqualTo(503);
    HttpResponse<String> elsewhere =
        gateway.post(
            "/api/v1/clusters/dc-a/render",
            app.replace("spec:", "meta: {clusters: [dc-b]}, spec:"));
    assertThat(json(elsewhere).at("/errors/0/field").asString()).isEqualTo("meta.clusters");
    assertThat(rendered).isEmpty();
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
