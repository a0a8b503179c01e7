/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy;

import static io.berth.deploy.Apps.ANN;
import static io.berth.deploy.Apps.GOOD;
import static io.berth.deploy.Apps.deploy;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.berth.events.AppRef;
import io.berth.events.Topics;
import io.berth.events.command.Stop;
import io.berth.events.operation.Rejected;
import io.berth.events.operation.Violation;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Through the real door: every bad command is answered with its field, and reading goes on. */
class BadInputIT {

  private static final String DEPLOY =
      """
      {"meta": {"requestedBy": "ann"}, "app": {"namespace": "shop", "name": "cart"}, "spec":
        {"image": "registry.example/shop/cart:1.0.0", "replicas": 3,
         "ports": [{"name": "http", "port": 8080}],
         "probes": {"liveness": {"check": {"type": "HTTP", "path": "/", "port": 8080}},
                    "readiness": {"check": {"type": "HTTP", "path": "/", "port": 8080}}},
         "limits": {"cpuMillis": 100, "memoryBytes": 67108864}}}""";

  @AutoClose private static final Harness berth = Harness.running("--berth.clusters=dc-a,dc-b");

  @AfterEach
  void nextCommand_isProcessed() {
    assertThat(berth.verdict(berth.send(new Stop(ANN, new AppRef("shop", "cart"))))).isNotNull();
  }

  static Stream<Arguments> rows() {
    return Stream.of(
        arguments(
            "an unknown field",
            DEPLOY.replace("\"replicas\": 3", "\"replicas\": 3, \"replica\": 4"),
            "spec.replica",
            "an unknown field",
            "one of: tier, image"),
        arguments(
            "a wrong type",
            DEPLOY.replace("\"replicas\": 3", "\"replicas\": \"many\""),
            "spec.replicas",
            "'many'",
            "a whole number"),
        arguments(
            "a fraction",
            DEPLOY.replace("\"replicas\": 3", "\"replicas\": 2.5"),
            "spec.replicas",
            "2.5",
            "a whole number"),
        arguments(
            "a negative replica count",
            DEPLOY.replace("\"replicas\": 3", "\"replicas\": -3"),
            "spec.replicas",
            "-3",
            "1 to 1000"),
        arguments(
            "a name that is no DNS label",
            DEPLOY.replace("\"name\": \"cart\"", "\"name\": \"Cart_1\""),
            "app.name",
            "'Cart_1'",
            "a DNS label"),
        arguments(
            "1 MB of env",
            DEPLOY.replace(
                "\"replicas\": 3",
                "\"replicas\": 3, \"env\": {\"BIG\": \"" + "x".repeat(1_000_000) + "\"}"),
            "spec.env",
            "1000003 bytes",
            "at most 262144 bytes"),
        arguments(
            "a cluster that could not be named so",
            DEPLOY.replace("\"ann\"", "\"ann\", \"clusters\": [\"DC_A\"]"),
            "meta.clusters[0]",
            "'DC_A'",
            "a DNS label"),
        arguments(
            "a deadline that is none",
            DEPLOY.replace("\"ann\"", "\"ann\", \"deadline\": \"soon\""),
            "meta.deadline",
            "'soon'",
            "an ISO 8601 duration"),
        arguments(
            "no sender",
            DEPLOY.replace("\"requestedBy\": \"ann\"", ""),
            "meta.requestedBy",
            "nothing",
            "text"),
        arguments(
            "a field twice",
            DEPLOY.replace("\"replicas\": 3", "\"replicas\": 3, \"replicas\": 4"),
            "",
            "Duplicate",
            "each field once"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void badField_isRejected_withWhatWasFoundAndWanted(
      String row, String json, String field, String found, String wanted) {
    String id = send("shop/cart", "berth.command.deploy.v1", json);

    Rejected rejected = berth.rejected(id);

    assertThat(rejected.violations())
        .as(row)
        .anySatisfy(
            violation -> {
              assertThat(violation.field()).isEqualTo(field);
              assertThat(violation.found()).contains(found).hasSizeLessThan(500);
              assertThat(violation.wanted()).contains(wanted);
              assertThat(violation.help()).isNotBlank();
            });
    assertThat(rejected.ref().requestedBy()).isIn("ann", "unknown");
  }

  @Test
  void nameInTheKeyThatIsNone_isRejectedTooUnderAStandIn() {
    String id =
        send(
            "shop/Cart_1",
            "berth.command.deploy.v1",
            DEPLOY.replace("\"name\": \"cart\"", "\"name\": \"Cart_1\""));

    assertThat(berth.rejected(id).ref().app()).isEqualTo(new AppRef("shop", "unnamed"));
    assertThat(berth.rejected(id).violations())
        .extracting(Violation::field, Violation::found)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("app.name", "'Cart_1'"));
  }

  @Test
  void commandUnderAnothersKey_isRejected_becauseItsOrderWouldBeLost() {
    String id = send("shop/other", "berth.command.deploy.v1", DEPLOY);

    assertThat(berth.rejected(id).violations())
        .extracting(Violation::rule, Violation::found)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("record-key", "'shop/other'"));
  }

  @Test
  void clusterThatDoesNotExist_isAnsweredFor() {
    String id =
        send(
            "shop/cart",
            "berth.command.deploy.v1",
            DEPLOY.replace("\"ann\"", "\"ann\", \"clusters\": [\"dc-x\"]"));

    Rejected rejected = berth.rejected(id);

    assertThat(rejected.ref().cluster()).isEqualTo("dc-x");
    assertThat(rejected.violations())
        .extracting(Violation::rule, Violation::field, Violation::found, Violation::wanted)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                "known-cluster", "meta.clusters", "'dc-x'", "one of [dc-a, dc-b]"));
  }

  @Test
  void staleExpectedRelease_isRejected_withBothNumbers() {
    AppRef app = new AppRef("shop", "guarded");
    berth.verdict(berth.send(deploy(app, GOOD)));
    String id =
        send(
            "shop/guarded",
            "berth.command.deploy.v1",
            DEPLOY
                .replace("\"name\": \"cart\"", "\"name\": \"guarded\"")
                .replace("\"ann\"", "\"ann\", \"expectedRelease\": 7"));

    assertThat(berth.rejected(id).violations())
        .extracting(Violation::rule, Violation::field, Violation::found, Violation::wanted)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                "expected-release", "meta.expectedRelease", "7", "1"));
  }

  @ParameterizedTest(name = "{3}")
  @CsvSource(
      delimiter = ';',
      value = {
        "berth.command.deploy.v1; id; {no json; no JSON",
        "berth.command.explode.v1; id; {}; header ce_type is 'berth.command.explode.v1'",
        "berth.command.deploy.v1; ''; {}; no header ce_id",
        "''; id; {}; no header ce_type",
      })
  void unreadableBytes_goToTheDeadLetters_asTheyWere_withTheReason(
      String type, String id, String value, String reason) {
    int before = berth.dead().size();
    berth.send(record("shop/cart", id, type, value));

    await().until(() -> berth.dead().size() > before);
    var dead = berth.dead().getLast();
    assertThat(new String(dead.value(), UTF_8)).isEqualTo(value);
    assertThat(dead.headers())
        .anySatisfy(header -> assertThat(new String(header.value(), UTF_8)).contains(reason));
  }

  private static String send(String key, String type, String json) {
    String id = UUID.randomUUID().toString();
    berth.send(record(key, id, type, json));
    return id;
  }

  private static ProducerRecord<byte[], byte[]> record(
      String key, String id, String type, String json) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            berth.prefix + Topics.COMMANDS.name(), key.getBytes(UTF_8), json.getBytes(UTF_8));
    header(record, "ce_id", id);
    header(record, "ce_source", "/test");
    header(record, "ce_type", type);
    return record;
  }

  private static void header(ProducerRecord<byte[], byte[]> record, String name, String value) {
    if (!value.isEmpty()) {
      record.headers().add(new RecordHeader(name, value.getBytes(UTF_8)));
    }
  }
}
