/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway;

import static io.berth.gateway.TestGateway.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.events.Event;
import io.berth.events.Topics;
import io.berth.events.kafka.CloudEventSerializer;
import io.berth.events.kafka.EventPublisher;
import io.berth.events.operation.Verdict;
import io.berth.localstack.TestStack;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The gateway against a real broker. */
class GatewayIT {

  static {
    // Long, since it is there to end a test that hangs, not to judge a slow machine.
    Awaitility.setDefaultTimeout(Duration.ofMinutes(3));
  }

  private static final String STOP = "app: {namespace: shop, name: cart}";

  private static String kafka = "";
  private static String prefix = "";
  private static TestGateway gateway;
  private static EventPublisher berth;

  @BeforeAll
  static void start() {
    TestStack stack = TestStack.shared();
    kafka = stack.bootstrapServers();
    prefix = stack.freshTopicPrefix();
    gateway = TestGateway.start(kafka, prefix);
    berth =
        new EventPublisher(
            new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka),
                new StringSerializer(),
                new CloudEventSerializer()),
            "/test",
            prefix);
    await().until(() -> gateway.send(gateway.request("/actuator/health")).statusCode() == 200);
  }

  @AfterAll
  static void stop() {
    berth.close();
    gateway.close();
  }

  @Test
  void aCommand_isWrittenAsACloudEvent_andShownAtOnce() throws Exception {
    HttpResponse<String> answer =
        gateway.post(
            "/api/v1/commands/stop", STOP, "Idempotency-Key", "it-1", "Berth-Actor", "alice");
    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(answer.headers().firstValue("Location")).contains("/api/v1/operations/it-1");
    assertThat(gateway.get("/api/v1/operations/it-1").path("requestedBy").asString())
        .isEqualTo("alice (api token)");
    ConsumerRecord<String, String> record = find(Topics.COMMANDS.name(), "it-1");
    assertThat(record.key()).isEqualTo("shop/cart");
    assertThat(header(record, "ce_type")).isEqualTo("berth.command.stop.v1");
    assertThat(header(record, "ce_source")).isEqualTo("/berth/gateway");
    await()
        .untilAsserted(
            () ->
                assertThat(records(Topics.AUDIT.name()))
                    .anyMatch(audit -> audit.value().contains("\"commandId\":\"it-1\"")));
  }

  @Test
  void theSameKeyAgain_writesNothing_andAnotherCommandWithItIsRefused() throws Exception {
    gateway.post("/api/v1/commands/stop", STOP, "Idempotency-Key", "it-2");
    HttpResponse<String> again =
        gateway.post("/api/v1/commands/stop", STOP, "Idempotency-Key", "it-2");
    assertThat(again.statusCode()).isEqualTo(202);
    assertThat(again.headers().firstValue("Idempotency-Replayed")).contains("true");
    assertThat(
            records(Topics.COMMANDS.name()).stream()
                .filter(record -> header(record, "ce_id").equals("it-2")))
        .hasSize(1);
    assertThat(
            gateway.post("/api/v1/commands/restart", STOP, "Idempotency-Key", "it-2").statusCode())
        .isEqualTo(422);
  }

  @Test
  void verdicts_areProjected_andAWaiterIsToldTheOverallOne() throws Exception {
    gateway.post("/api/v1/commands/stop", STOP, "Idempotency-Key", "it-3");
    publish(Samples.accepted("it-3", "dc-a"), Samples.accepted("it-3", "dc-b"));
    publish(
        Samples.concluded("it-3", "dc-a", Verdict.SUCCEEDED),
        Samples.concluded("it-3", "dc-b", Verdict.FAILED));
    JsonNode story = gateway.get("/api/v1/operations/it-3?wait=20s");
    assertThat(story.path("overall").path("verdict").asString()).isEqualTo("FAILED");
    assertThat(story.at("/clusters/1/diagnosis/cause").asString()).isEqualTo("IMAGE_NOT_FOUND");
    assertThat(gateway.get("/api/v1/operations?app=shop/cart").path("items")).isNotEmpty();
  }

  @Test
  void anotherGateway_hasTheSameBoard_fromTheTopicsAlone() throws Exception {
    publish(Samples.state("dc-a", 4), Samples.decision("it-d", 1));
    gateway.post("/api/v1/commands/restart", STOP, "Idempotency-Key", "it-4");
    try (TestGateway other = TestGateway.start(kafka, prefix)) {
      await().until(() -> other.send(other.request("/actuator/health")).statusCode() == 200);
      assertThat(other.get("/api/v1/operations/it-4").path("verb").asString()).isEqualTo("restart");
      JsonNode app = other.get("/api/v1/apps/shop/cart");
      assertThat(app.at("/clusters/0/state/simulated").asBoolean()).isTrue();
      assertThat(other.get("/api/v1/decisions?app=shop/cart").at("/items/0/action").asString())
          .isEqualTo("SCALE_OUT");
    }
  }

  @Test
  void aPolicy_hasVersions_andCanBeEnded() throws Exception {
    String path = "/api/v1/scaling-policies/shop/till";
    String policy =
        "{minReplicas: 2, maxReplicas: 4, metrics: [{type: UTILIZATION, resource: CPU, percent: 60}]}";
    HttpResponse<String> first = put(path, policy, "*");
    assertThat(first.statusCode()).isEqualTo(200);
    assertThat(first.headers().firstValue("ETag")).contains("\"1\"");
    assertThat(put(path, policy, "\"7\"").statusCode()).isEqualTo(412);
    assertThat(json(put(path, policy, "\"1\"")).path("version").asLong()).isEqualTo(2);
    assertThat(put(path, "{minReplicas: 9, maxReplicas: 4}", "*").statusCode()).isEqualTo(400);
    assertThat(gateway.send(gateway.program(path).DELETE()).statusCode()).isEqualTo(204);
    assertThat(gateway.send(gateway.program(path)).statusCode()).isEqualTo(404);
  }

  @Test
  void aSilence_beginsAndEnds() throws Exception {
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
  void changes_areStreamed_andTakenUpAgainAfterABreak() throws Exception {
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
    publish(Samples.accepted("it-5", "dc-a"));
    try (Stream<String> lines = again.body()) {
      assertThat(lines.anyMatch(line -> line.startsWith("data: ") && line.contains("it-5")))
          .isTrue();
    }
  }

  @Test
  void faults_areAProblem_thatListsEachField() throws Exception {
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
  void aServiceThatIsAway_isNamed() throws Exception {
    HttpResponse<String> logs = gateway.send(gateway.program("/api/v1/logs?app=cart"));
    assertThat(logs.statusCode()).isEqualTo(503);
    assertThat(json(logs).path("detail").asString()).startsWith("log-pipeline-svc at http");
    JsonNode clusters = gateway.get("/api/v1/clusters").path("items");
    assertThat(clusters).hasSize(2);
    assertThat(clusters.get(0).path("reachable").asBoolean()).isFalse();
  }

  private static HttpResponse<String> put(String path, String yaml, String version)
      throws Exception {
    return gateway.send(
        gateway
            .program(path)
            .header("Content-Type", "application/yaml")
            .header("If-Match", version)
            .PUT(BodyPublishers.ofString(yaml)));
  }

  private static void publish(Event... events) {
    for (Event event : events) {
      berth.publish(event).join();
    }
  }

  private static ConsumerRecord<String, String> find(String topic, String id) {
    return records(topic).stream()
        .filter(record -> header(record, "ce_id").equals(id))
        .findFirst()
        .orElseThrow();
  }

  private static List<ConsumerRecord<String, String>> records(String topic) {
    try (var consumer =
        new KafkaConsumer<>(
            Map.<String, Object>of("bootstrap.servers", kafka),
            new StringDeserializer(),
            new StringDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(prefix + topic).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      long all = consumer.endOffsets(partitions).values().stream().mapToLong(it -> it).sum();
      List<ConsumerRecord<String, String>> records = new ArrayList<>();
      while (records.size() < all) {
        consumer.poll(Duration.ofMillis(200)).forEach(records::add);
      }
      return records;
    }
  }

  private static String header(ConsumerRecord<?, ?> record, String name) {
    return new String(record.headers().lastHeader(name).value(), UTF_8);
  }
}
