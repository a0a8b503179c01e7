/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.enrichment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.events.InvalidEventException;
import io.berth.events.cluster.PodFacts;
import io.berth.events.cluster.PodFacts.ContainerFacts;
import io.berth.events.kafka.EventJson;
import io.berth.events.log.EnrichedLog;
import io.berth.events.log.RawLog;
import io.berth.logpipeline.json.JsonBytes;
import io.berth.redaction.Redactor;
import io.berth.redaction.rule.RedactionRule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnricherTest {

  private static final Instant THEN = Instant.parse("2026-01-31T12:00:00.000000001Z");
  private static final Instant NOW = Instant.parse("2026-01-31T12:00:01Z");
  private static final PodFacts CART =
      new PodFacts(
          "uid-1",
          "dc-a",
          "shop",
          "cart-x1",
          "cart",
          "Deployment",
          "cart",
          "node-7",
          "10.1.0.4",
          "Running",
          Map.of("app", "cart"),
          List.of(
              new ContainerFacts("cart", "c0ffee", "shop/cart:1", null, null, null, null, null)),
          12L,
          null,
          null);

  private final PodTable pods = new PodTable();
  private final List<RedactionRule> redacted = new ArrayList<>();
  private final Enricher enricher = new Enricher(pods, redacted::add);

  @Test
  void recordOfAKnownPod_hasItsFacts_andAStableId() {
    pods.put(CART, NOW);
    EnrichedLog log = enrich(Map.of("log", "WARN full\n", "container_id", "c0ffee"));

    assertThat(log.id()).isEqualTo("t-0-7");
    assertThat(log.dataset()).isEqualTo("berth.app");
    assertThat(log.namespace()).isEqualTo("shop");
    assertThat(log.document())
        .containsEntry("@timestamp", "2026-01-31T12:00:00.000000001Z")
        .containsEntry("message", "WARN full")
        .containsEntry("log", Map.of("level", "WARN"))
        .containsEntry("host", Map.of("name", "node-7"))
        .containsEntry("orchestrator", Map.of("cluster", Map.of("name", "dc-a")))
        .containsEntry(
            "container",
            Map.of("name", "cart", "id", "c0ffee", "image", Map.of("name", "shop/cart:1")))
        .containsEntry(
            "berth", Map.of("tag", "kube", "app", "cart", "pod_facts", "known", "release", "12"));
    assertThat(enrich(Map.of("log", "WARN full\n", "container_id", "c0ffee"))).isEqualTo(log);
  }

  @Test
  void recordOfAnUnknownPod_isEnrichedWithoutFacts() {
    EnrichedLog log =
        enrich(Map.of("log", "hi", "kubernetes", Map.of("pod_id", "u", "namespace_name", "shop")));
    assertThat(log.namespace()).isEqualTo("shop");
    assertThat(log.document())
        .containsEntry("berth", Map.of("tag", "kube", "pod_facts", "pending"));
  }

  @Test
  void podIsFoundByTheNameOfItsLogFile() {
    pods.put(CART, NOW);
    RawLog raw =
        new RawLog(
            "s",
            "kube.var.log.containers.cart-x1_shop_cart-" + "ab".repeat(32) + ".log",
            THEN,
            NOW,
            null,
            Map.of("log", "hi"));
    assertThat(enrich(raw).document()).containsKey("kubernetes");
    assertThat(enrich(raw).namespace()).isEqualTo("shop");
  }

  @Test
  void jsonBody_isOpened_alsoInsideOfAnother_andItsSecretsLeave() {
    EnrichedLog log =
        enrich(
            Map.of(
                "log",
                """
                {"level":"warning","msg":"{\\"message\\":\\"inner\\",\\"n\\":1}","traceId":"AB12cd34ab12cd34ab12cd34ab12cd34",
                 "db":{"password":"x"},"pan":"4111111111111111","kubernetes":{"namespace":"evil"}}"""));
    assertThat(log.document())
        .containsEntry("message", "inner")
        .containsEntry("log", Map.of("level", "WARN"))
        .containsEntry("trace", Map.of("id", "ab12cd34ab12cd34ab12cd34ab12cd34"));
    assertThat(log.document().get("fields"))
        .isEqualTo(
            Map.of(
                "db.password",
                "[redacted]",
                "pan",
                "411111******1111",
                "n",
                1,
                "kubernetes.namespace",
                "evil"));
    assertThat(log.namespace()).isEqualTo("default");
    assertThat(redacted).contains(RedactionRule.CARD_NUMBER);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{\"level\":\"info\",\"msg\":\"paid\",\"pan\":4111111111111111,\"orderId\":77}",
        "{\"orderId\":77,\"pan\":4.111111111111111E15,\"level\":\"INFO\",\"message\":\"paid\"}",
        "{\"pan\":\"4111 1111 1111 1111\",\"severity\":\"info\",\"msg\":\"paid\",\"orderId\":77}",
        "{\"level\":\"info\",\"msg\":\"paid\",\"pan\":\"\\u0034111111111111111\",\"orderId\":77}"
      })
  void bodyWhoseNumberIsMasked_keepsItsLevelMessageAndFields(String body) {
    // As it comes through the door, where the text as a whole is redacted.
    EnrichedLog log = enrich(Map.of("log", Redactor.redact(body)));
    assertThat(log.document())
        .containsEntry("message", "paid")
        .containsEntry("log", Map.of("level", "INFO"));
    String pan = body.contains(" 1111 ") ? "4111 11** **** 1111" : "411111******1111";
    assertThat(log.document().get("fields")).isEqualTo(Map.of("orderId", 77, "pan", pan));
  }

  @Test
  void ecsFieldsKeepTheirPlace_labelsAndOthersGoWhereAnyNameIsAllowed() {
    EnrichedLog log =
        enrich(
            new RawLog(
                "s",
                "berth.gateway",
                THEN,
                NOW,
                "i-1",
                Map.of(
                    "message", "m",
                    "error.type", "E",
                    "labels.user", "u",
                    "process.thread.name", "main",
                    "service.name", "gateway",
                    "app.kubernetes.io/name", "x",
                    "app", 7)));
    assertThat(log.id()).isEqualTo("i-1");
    assertThat(log.dataset()).isEqualTo("berth.suite");
    assertThat(log.namespace()).isEqualTo("berth");
    assertThat(log.document())
        .containsEntry("error", Map.of("type", "E"))
        .containsEntry("labels", Map.of("user", "u"))
        .containsEntry("fields", Map.of("app.kubernetes.io/name", "x", "app", 7))
        .containsEntry("berth", Map.of("tag", "berth.gateway", "app", "gateway"));
  }

  @Test
  void timeThatElasticsearchCannotHold_isReplaced() {
    RawLog raw = new RawLog("s", "t", Instant.parse("9000-01-01T00:00:00Z"), NOW, null, Map.of());
    assertThat(enrich(raw).document())
        .containsEntry("@timestamp", NOW.toString())
        .containsEntry("fields", Map.of("time", "9000-01-01T00:00:00Z"));
  }

  @ParameterizedTest
  @CsvSource({
    "warning,WARN",
    "SEVERE,ERROR",
    "30,INFO",
    "panic,FATAL",
    "fine,DEBUG",
    "Verbose,TRACE",
    "custom,CUSTOM"
  })
  void levels_haveOneSpelling(String given, String level) {
    assertThat(enrich(Map.of("level", given)).document())
        .containsEntry("log", Map.of("level", level));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 513})
  void idThatNoDocumentCanHave_isRefused_byItsName(int length) {
    RawLog raw = new RawLog("s", "t", THEN, NOW, "i".repeat(length), Map.of("message", "m"));
    assertThatThrownBy(() -> enricher.enrich(raw, "p"))
        .isInstanceOf(InvalidEventException.class)
        .hasMessageContaining("id");
  }

  @Test
  void deletedPods_areKnownForFifteenMinutes() {
    pods.put(CART, NOW);
    pods.remove("uid-1", NOW);
    PodRef ref = new PodRef("uid-1", null, null, null, null);
    pods.remove("other", NOW.plusSeconds(899));
    assertThat(pods.find(ref)).isNotNull();
    pods.remove("other", NOW.plusSeconds(900));
    assertThat(pods.find(ref)).isNull();
    assertThat(pods.find(new PodRef(null, "c0ffee", null, null, null))).isNull();
  }

  private EnrichedLog enrich(Map<String, Object> fields) {
    return enrich(new RawLog("s", "kube", THEN, NOW, null, fields));
  }

  /** As it is read again from what is written. */
  private EnrichedLog enrich(RawLog raw) {
    JsonBytes json = new JsonBytes();
    enricher.enrich(raw, "t-0-7").writeTo(json);
    return EventJson.mapper().readValue(json.toArray(), EnrichedLog.class);
  }
}
