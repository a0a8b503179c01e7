/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import io.berth.events.cluster.PodFacts;
import io.berth.logpipeline.forward.TestClient;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class LogFlowIT {

  private static RunningPipeline pipeline;

  @BeforeAll
  static void start() {
    pipeline = RunningPipeline.fresh();
  }

  @AfterAll
  static void stop() {
    pipeline.close();
  }

  @Test
  void loggedByAnApplication_isFoundBySearch_withItsError() {
    Logger logger = pipeline.loggerOf(pipeline.unique("checkout"));
    logger.error("payment of order {} declined", 7, new IllegalStateException("no funds"));

    JsonNode hit = firstHit("app=" + pipeline.unique("checkout") + "&level=warn&q=declined");
    assertThat(hit.path("message").asString()).isEqualTo("payment of order 7 declined");
    assertThat(hit.path("level").asString()).isEqualTo("ERROR");
    assertThat(hit.at("/document/error/type").asString())
        .isEqualTo("java.lang.IllegalStateException");
    assertThat(hit.at("/document/log/logger").asString()).isEqualTo("shop.Cart");
    logger.getLoggerContext().stop();
  }

  @Test
  void lineFromANodeAgent_getsTheFactsOfItsPod() {
    String uid = pipeline.unique("uid-");
    String namespace = pipeline.unique("shop");
    pipeline.publish(
        new PodFacts(
            uid,
            "dc-a",
            namespace,
            "cart-x1",
            "cart",
            "Deployment",
            "cart",
            "node-7",
            "10.1.0.4",
            "Running",
            Map.of("app.kubernetes.io/name", "cart", "app", "cart"),
            List.of(),
            12L,
            null,
            null));
    Instant now = Instant.now();
    // Facts arrive on their own way: lines are sent until they meet.
    JsonNode hit =
        await()
            .until(
                () -> {
                  TestClient.send(
                      pipeline.forwardPort(),
                      "kube",
                      now,
                      Map.of(
                          "log",
                          "2026-01-31 12:00:00 WARN cart is nearly full",
                          "kubernetes",
                          Map.of("pod_id", uid, "container_name", "cart")));
                  return pipeline
                      .search("namespace=" + namespace + "&app=cart&cluster=dc-a&limit=1")
                      .path("hits")
                      .path(0);
                },
                found -> !found.isMissingNode());
    assertThat(hit.path("pod").asString()).isEqualTo("cart-x1");
    assertThat(hit.path("node").asString()).isEqualTo("node-7");
    assertThat(hit.path("level").asString()).isEqualTo("WARN");
    assertThat(hit.at("/document/kubernetes/deployment/name").asString()).isEqualTo("cart");
    assertThat(hit.at("/document/berth/release").asString()).isEqualTo("12");
  }

  @Test
  void traceThatAContainerPrinted_isOneRecord_withItsException() {
    String word = pipeline.unique("declined");
    String[] lines = {
      "2026-01-31T12:00:00.000000001Z stderr F 2026-01-31 12:00:00 ERROR [main] cart - " + word,
      "2026-01-31T12:00:00.000000002Z stderr P java.lang.IllegalState",
      "2026-01-31T12:00:00.000000003Z stderr F Exception: no funds",
      "2026-01-31T12:00:00.000000004Z stderr F \tat shop.Cart.pay(Cart.java:7)"
    };
    TestClient.sendAndAwaitAck(pipeline.forwardPort(), TestClient.lines("kube", "c-1", lines));
    JsonNode hit = firstHit("level=error&q=" + word);
    assertThat(hit.path("message").asString()).endsWith("ERROR [main] cart - " + word);
    assertThat(hit.at("/document/error/type").asString())
        .isEqualTo("java.lang.IllegalStateException");
    assertThat(hit.at("/document/error/stack_trace").asString())
        .isEqualTo("java.lang.IllegalStateException: no funds\n\tat shop.Cart.pay(Cart.java:7)");
    assertThat(hit.at("/document/error/stack_hash").asString()).hasSize(8);
  }

  @Test
  void chunkThatComesAgain_andEventThatComesAgain_areFoundOnce() {
    String twin = pipeline.unique("twin");
    byte[] frame = TestClient.frame(twin, "again", "chunk-1", twin + "-1");
    TestClient.sendAndAwaitAck(pipeline.forwardPort(), frame);
    // Fluency gives a chunk a new id when it sends it anew; the event keeps its own.
    TestClient.sendAndAwaitAck(
        pipeline.forwardPort(), TestClient.frame(twin, "again", "chunk-2", twin + "-1"));
    TestClient.sendAndAwaitAck(
        pipeline.forwardPort(), TestClient.frame(twin, "the end", "chunk-3", twin + "-2"));
    await().untilAsserted(() -> assertThat(pipeline.found(twin, "the end")).isEqualTo(1));
    assertThat(pipeline.found(twin, "again")).isEqualTo(1);
  }

  @Test
  void receiverOfItsOwn_needsNoElasticsearch_andLeavesTheRestToOthers() {
    try (RunningPipeline receiver =
        new RunningPipeline(pipeline.topicPrefix, "http://localhost:1", "receive")) {
      String app = pipeline.unique("receiver");
      TestClient.sendAndAwaitAck(
          receiver.forwardPort(), TestClient.frame(app, "through another door", "c", app + "-1"));
      assertThat(firstHit("app=" + app + "&q=another+door").path("id").asString())
          .isEqualTo(app + "-1");
      assertThat(receiver.counter("berth_logs_stored_total")).isEqualTo(1);
      assertThat(receiver.counter("berth_logs_enriched_total")).isZero();
      assertThat(receiver.get("/actuator/health").path("status").asString()).isEqualTo("UP");
    }
  }

  @Test
  void pages_followEachOther_withoutGapOrRepeat() {
    String app = pipeline.unique("pager");
    Logger logger = pipeline.loggerOf(app);
    for (int i = 0; i < 25; i++) {
      logger.info("page line {}", i);
    }
    await().untilAsserted(() -> assertThat(pipeline.found(app, "page")).isEqualTo(25));
    List<String> messages = new ArrayList<>();
    String after = "";
    do {
      JsonNode page = search("app=" + app + "&limit=10&after=" + after);
      page.path("hits").forEach(hit -> messages.add(hit.path("message").asString()));
      after = page.path("next").asString("");
    } while (!after.isEmpty());
    assertThat(messages).hasSize(25).doesNotHaveDuplicates();
    assertThat(messages.getFirst()).isEqualTo("page line 24");
    logger.getLoggerContext().stop();
  }

  @Test
  void applicationThatIsOverItsQuota_losesTheRest_countedByRule_butNoWarning() {
    String app = pipeline.unique("limited");
    Logger logger = pipeline.loggerOf(app);
    for (int i = 0; i < 500; i++) {
      logger.info("chatter {}", i);
    }
    logger.warn("chatter that matters");
    logger.info("chatter at the end");
    await()
        .untilAsserted(
            () ->
                assertThat(
                        pipeline.found(app, "chatter")
                            + pipeline.counter("berth_logs_dropped_total"))
                    .isEqualTo(502));
    assertThat(pipeline.counter("berth_logs_dropped_total")).isGreaterThan(400);
    assertThat(pipeline.found(app, "matters")).isEqualTo(1);
    logger.getLoggerContext().stop();
  }

  @Test
  void tail_showsWhatComes() {
    String app = pipeline.unique("tailed");
    Logger logger = pipeline.loggerOf(app);
    try (TailClient tail = new TailClient(pipeline, app)) {
      await()
          .until(
              () -> {
                logger.info("here I am");
                return tail.received("here I am");
              });
      assertThat(tail.received("event:log")).isTrue();
    }
    logger.getLoggerContext().stop();
  }

  @Test
  void wrongParameter_isAProblemThatSaysWhatIsWanted() {
    var response = pipeline.response("/api/v1/logs?limit=many");
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.headers().firstValue("content-type")).hasValue("application/problem+json");
    assertThat(response.body()).contains("\"parameter\":\"limit\"", "many", "1 to 1000");
    assertThat(pipeline.response("/api/v1/logs?from=yesterday").body()).contains("ISO 8601");
    assertThat(pipeline.response("/api/v1/logs?after=x").body()).contains("'next' of an earlier");
    assertThat(pipeline.response("/api/v1/logs?level=loud").body()).contains("TRACE, DEBUG");
  }

  @Test
  void health_andMetrics_tellOfEveryPart() {
    assertThat(pipeline.get("/actuator/health").path("status").asString()).isEqualTo("UP");
    assertThat(pipeline.get("/actuator/health").path("components").propertyNames())
        .contains("kafka", "elasticsearch", "forwardReceiver");
    assertThat(pipeline.response("/actuator/prometheus").body())
        .contains("berth_logs_received_total", "berth_logs_indexed_total")
        .contains("berth_logs_lag{loop=\"indexing\"}", "berth_logs_oldest{loop=\"enrichment\"}");
  }

  private static JsonNode search(String query) {
    return pipeline.search(query);
  }

  private static JsonNode firstHit(String query) {
    return await().until(() -> search(query).path("hits").path(0), hit -> !hit.isMissingNode());
  }
}
