/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.faults;

import static io.berth.deploy.testing.InvalidFields.DEPLOY;
import static io.berth.deploy.testing.TestApps.ANN;
import static io.berth.deploy.testing.TestApps.GOOD;
import static io.berth.deploy.testing.TestApps.deploy;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.deploy.testing.Harness;
import io.berth.deploy.testing.SharedHarness;
import io.berth.events.AppRef;
import io.berth.events.Topics;
import io.berth.events.command.Stop;
import io.berth.events.operation.Rejected;
import io.berth.events.operation.Verdict;
import io.berth.events.operation.Violation;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Through the real door: every bad command is answered with its field, and reading goes on. */
@ExtendWith(SharedHarness.class)
class InvalidInputIT {

  private static final Harness berth = SharedHarness.get();

  @AfterEach
  void nextCommand_isProcessed() {
    assertThat(berth.verdict(berth.send(new Stop(ANN, new AppRef("shop", "cart"))))).isNotNull();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("io.berth.deploy.testing.InvalidFields#rows")
  void invalidField_isRejected_withFoundAndWantedValues(
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
  void lenientNotations_areDeployedAsKubernetesReadsThem() {
    String id =
        send(
            "shop/peoples",
            "berth.command.deploy.v1",
            DEPLOY
                .replace("\"name\": \"cart\"", "\"name\": \"peoples\"")
                .replace("\"ann\"", "\"ann\", \"deadline\": \"3m\"")
                .replace(
                    "{\"cpuMillis\": 100, \"memoryBytes\": 67108864}",
                    "{\"cpu\": 0.25, \"memory\": \"64Mi\"}")
                .replace("\"readiness\": {", "\"readiness\": {\"period\": \"2s\", ")
                .replace("\"replicas\": 3", "\"replicas\": 3, \"tier\": \"critical\""));

    assertThat(berth.concluded(id).verdict()).isEqualTo(Verdict.SUCCEEDED);
    var container =
        berth
            .live(new AppRef("shop", "peoples"))
            .getSpec()
            .getTemplate()
            .getSpec()
            .getContainers()
            .getFirst();
    assertThat(container.getResources().getLimits())
        .containsEntry("cpu", new Quantity("250m"))
        .containsEntry("memory", new Quantity("67108864"));
    assertThat(container.getResources().getRequests()).containsEntry("cpu", new Quantity("250m"));
    assertThat(container.getReadinessProbe().getPeriodSeconds()).isEqualTo(2);
  }

  @Test
  void invalidNameInTheKey_isRejectedUnderAPlaceholder() {
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
  void commandUnderAnotherKey_isRejected() {
    String id = send("shop/other", "berth.command.deploy.v1", DEPLOY);

    assertThat(berth.rejected(id).violations())
        .extracting(Violation::rule, Violation::found)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("record-key", "'shop/other'"));
  }

  @Test
  void unknownCluster_isRejectedInItsName() {
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
        "berth.command.deploy.v1; id; {no json; found a name without quotes",
        "berth.command.deploy.v1; id; {} {}; found more after the end of the value",
        "berth.command.deploy.v1; 'id\n2026 INFO forged'; {}; header ce_id holds U+000A",
        "berth.command.explode.v1; id; {}; header ce_type is 'berth.command.explode.v1'",
        "berth.command.deploy.v1; ''; {}; no header ce_id",
        "''; id; {}; no header ce_type",
      })
  void unreadableBytes_areDeadLettered_unchanged_withTheReason(
      String type, String id, String value, String reason) {
    String key = "shop/" + UUID.randomUUID();
    berth.send(record(key, id, type, value));

    await().until(() -> !berth.deadLetters(key).isEmpty());
    var dead = berth.deadLetters(key).getFirst();
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
