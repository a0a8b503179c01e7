/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway;

import static io.berth.gateway.TestGateway.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.events.Topic;
import io.berth.events.Topics;
import io.berth.teststack.TestStack;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Request bodies and records on Kafka are read strictly. */
class StrictBodiesIT {

  static {
    // Long: it only ends a test that hangs, a slow machine must not fail one.
    Awaitility.setDefaultTimeout(Duration.ofMinutes(8));
  }

  private static String kafka = "";
  private static String prefix = "";
  private static TestGateway gateway;

  @BeforeAll
  static void start() {
    TestStack stack = TestStack.shared();
    kafka = stack.bootstrapServers();
    prefix = stack.freshTopicPrefix();
    gateway = TestGateway.start(kafka, prefix);
    await().until(() -> gateway.send(gateway.request("/actuator/health")).statusCode() == 200);
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  @Test
  void body_isReadStrictly_inBothLanguages_withLineAndColumn() throws Exception {
    String app = "app: {namespace: shop, name: cart}\n";
    assertThat(
            errors(post("deploy", "yaml", app + "spec: {image: a, replicas: 3, env: {V: 1.10}}")))
        .containsExactly("2:40 spec.env.V: found a number, wanted text; put it into double quotes");
    assertThat(errors(post("scale", "yaml", app + "replicas: 3\nreplicas: 9")))
        .containsExactly(
            "3:1 replicas: found a second 'replicas'; the first is in line 2, column 1, wanted each"
                + " field once: keep one of the two");
    String json = "{\"app\":{\"namespace\":\"shop\",\"name\":\"cart\"},\n%s}";
    assertThat(errors(post("scale", "json", json.formatted("\"replicas\":3,\"replicas\":9"))))
        .containsExactly(
            "2:14 replicas: found a second 'replicas'; the first is in line 2, column 1, wanted each"
                + " field once: keep one of the two");
    assertThat(errors(post("stop", "json", json.formatted("\"meta\":{\"reason\":\"\\ud800\"}"))))
        .containsExactly(
            "2:18 meta.reason: found U+D800, half of a surrogate pair, wanted whole characters: a"
                + " pair of surrogates, or neither");
    assertThat(errors(post("stop", "yaml", app + "meta: {reason: \"\\e[2J\"}"))).hasSize(1);
    assertThat(errors(post("stop", "json", "{'app': 1}"))).hasSize(1);
    assertThat(errors(post("stop", "yaml", "a: &a [*a]"))).hasSize(1);
    assertThat(post("stop", "json; charset=iso-8859-1", "{}").statusCode()).isEqualTo(415);
  }

  @Test
  void operations_stayValidJson_despiteInvalidTextOnKafka() throws Exception {
    String stop =
        "{\"meta\":{\"requestedBy\":\"x\",\"reason\":\"%s\"},\"app\":{\"namespace\":"
            + "\"shop\",\"name\":\"odd\"}}";
    write("odd-1", stop.formatted("\\ud800"));
    write("odd-2", stop.formatted("\\u0000"));
    write("odd-3", stop.formatted("whole"));
    await()
        .until(() -> gateway.send(gateway.program("/api/v1/operations/odd-3")).statusCode() == 200);
    HttpResponse<String> list = gateway.send(gateway.program("/api/v1/operations?app=shop/odd"));
    assertThat(json(list).path("items").valueStream())
        .extracting(item -> item.path("commandId").asString())
        .containsExactlyInAnyOrder("odd-1", "odd-2", "odd-3");
    assertThat(list.body()).doesNotContainIgnoringCase("\\ud8").doesNotContain("\\u0000");
  }

  @Test
  void invalidCommandForOneCluster_isAwaitedThereAlone() throws Exception {
    write(
        Topics.COMMANDS,
        "shop/even",
        "even-1",
        "berth.command.stop.v1",
        "{\"meta\":{\"requestedBy\":\"x\",\"clusters\":[\"dc-b\"]}}");
    String path = "/api/v1/operations/even-1";
    await().until(() -> gateway.send(gateway.program(path)).statusCode() == 200);
    assertThat(gateway.get(path).path("overall").path("sentence").asString())
        .isEqualTo("dc-b has not answered yet");

    write(
        Topics.OPERATIONS,
        "shop/even",
        "even-1.rejected",
        "berth.operation.rejected.v1",
        """
        {"ref":{"commandId":"even-1","verb":"stop","app":{"namespace":"shop","name":"even"},
          "cluster":"dc-b","requestedBy":"x","at":"2026-11-22T12:00:00Z"},
         "violations":[{"rule":"valid-command","version":1,"field":"app","found":"nothing",
          "wanted":"an application","help":"Name it."}]}""");
    await()
        .untilAsserted(
            () -> {
              JsonNode overall = gateway.get(path).path("overall");
              assertThat(overall.path("complete").asBoolean()).isTrue();
              assertThat(overall.path("verdict").asString()).isEqualTo("REJECTED");
            });
  }

  private static void write(String id, String json) {
    write(Topics.COMMANDS, "shop/odd", id, "berth.command.stop.v1", json);
  }

  private static void write(Topic topic, String key, String id, String type, String json) {
    try (var producer =
        new KafkaProducer<>(
            Map.<String, Object>of("bootstrap.servers", kafka),
            new StringSerializer(),
            new StringSerializer())) {
      var record = new ProducerRecord<>(prefix + topic.name(), key, json);
      record.headers().add("ce_id", id.getBytes(UTF_8)).add("ce_source", "/test".getBytes(UTF_8));
      record.headers().add("ce_type", type.getBytes(UTF_8));
      producer.send(record);
    }
  }

  private static HttpResponse<String> post(String verb, String type, String body) throws Exception {
    return gateway.send(
        gateway
            .program("/api/v1/commands/" + verb)
            .header("Content-Type", "application/" + type)
            .POST(BodyPublishers.ofString(body)));
  }

  private static List<String> errors(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).isEqualTo(400);
    return json(answer)
        .path("errors")
        .valueStream()
        .map(
            error ->
                "%s:%s %s: found %s, wanted %s"
                    .formatted(
                        error.path("line"),
                        error.path("column"),
                        error.path("field").asString(),
                        error.path("found").asString(),
                        error.path("wanted").asString()))
        .toList();
  }
}
