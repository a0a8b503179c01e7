/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway;

import static io.berth.gateway.TestGateway.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Commands that are submitted repeatedly under one key, sequentially and concurrently. */
class IdempotencyIT {

  static {
    // Long: it only ends a test that hangs, a slow machine must not fail one.
    Awaitility.setDefaultTimeout(Duration.ofMinutes(8));
  }

  private static final String STOP = "app: {namespace: shop, name: cart}";
  private static final int CALLERS = 8;
  private static final int ROUNDS = 5;

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
  void sameCommandConcurrently_isPublishedOnce_andReplayedToTheOthers() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      String key = "it-same-" + round;
      List<HttpResponse<String>> answers = postConcurrently(key, i -> STOP);

      assertThat(answers).extracting(HttpResponse::statusCode).containsOnly(202);
      assertThat(answers).extracting(it -> json(it).path("commandId").asString()).containsOnly(key);
      assertThat(answers)
          .filteredOn(
              it -> it.headers().firstValue("Idempotency-Replayed").orElse("").equals("false"))
          .hasSize(1);
      assertThat(topics.commandsWithId(key)).hasSize(1);
    }
  }

  @Test
  void differentCommandsUnderOneKeyConcurrently_onlyOneIsPublished() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      String key = "it-other-" + round;
      List<HttpResponse<String>> answers =
          postConcurrently(key, i -> "app: {namespace: shop, name: cart-" + i + "}");

      assertThat(answers).extracting(HttpResponse::statusCode).containsOnly(202, 422);
      assertThat(answers).filteredOn(it -> it.statusCode() == 202).hasSize(1);
      assertThat(answers)
          .filteredOn(it -> it.statusCode() == 422)
          .allSatisfy(it -> assertThat(it.body()).contains(key));
      assertThat(topics.commandsWithId(key)).hasSize(1);
      int taken =
          answers.indexOf(
              answers.stream().filter(it -> it.statusCode() == 202).findFirst().orElseThrow());
      assertThat(topics.commandsWithId(key).getFirst().key()).isEqualTo("shop/cart-" + taken);
    }
  }

  /** Sequentially, too, the second one is rejected and the first one is unchanged. */
  @Test
  void otherBodyUnderAUsedKey_isRejected() throws Exception {
    gateway.post("/api/v1/commands/stop", STOP, "Idempotency-Key", "it-7");
    HttpResponse<String> other =
        gateway.post(
            "/api/v1/commands/stop",
            "app: {namespace: shop, name: till}",
            "Idempotency-Key",
            "it-7");
    assertThat(other.statusCode()).isEqualTo(422);
    assertThat(topics.commandsWithId("it-7")).hasSize(1);
    assertThat(gateway.get("/api/v1/operations/it-7").path("app").asString())
        .isEqualTo("shop/cart");
  }

  private static List<HttpResponse<String>> postConcurrently(String key, IntFunction<String> body)
      throws Exception {
    CyclicBarrier together = new CyclicBarrier(CALLERS);
    List<Callable<HttpResponse<String>>> posts = new ArrayList<>();
    for (int i = 0; i < CALLERS; i++) {
      String yaml = body.apply(i);
      posts.add(
          () -> {
            together.await();
            return gateway.post("/api/v1/commands/stop", yaml, "Idempotency-Key", key);
          });
    }
    List<HttpResponse<String>> answers = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<HttpResponse<String>> post : threads.invokeAll(posts)) {
        answers.add(post.get());
      }
    }
    return answers;
  }
}
