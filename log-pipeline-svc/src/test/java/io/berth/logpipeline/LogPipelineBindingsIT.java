/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import io.berth.events.Topics;
import io.berth.logpipeline.search.LiveTail;
import io.berth.teststack.TestStack;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;

/** What Spring Cloud Stream carries, and the gate that it waits behind. */
class LogPipelineBindingsIT {

  private static final Duration LONG = Duration.ofMinutes(3);

  @Test
  void tailBinding_runsOnlyWhileThereAreSubscribers_andServesEachOfThem() {
    try (RunningPipeline pipeline = RunningPipeline.fresh()) {
      String app = pipeline.unique("followed-");
      Logger logger = pipeline.loggerOf(app);
      assertThat(isRead(pipeline)).isFalse();
      try (TailClient first = new TailClient(pipeline, app)) {
        try (TailClient second = new TailClient(pipeline, app)) {
          until(logger, "for two", () -> first.received("for two") && second.received("for two"));
          assertThat(isRead(pipeline)).isTrue();
        }
        until(logger, "for one", () -> first.received("for one"));
      }
      await().until(() -> !isRead(pipeline));
      logger.info("for nobody");
      await().until(() -> pipeline.found(app, "nobody") == 1);
      try (TailClient again = new TailClient(pipeline, app)) {
        until(logger, "once more", () -> again.received("once more"));
        assertThat(again.received("for nobody")).isFalse();
      }
      logger.getLoggerContext().stop();
    }
  }

  /** The tail begins soon after the client was answered: lines are sent until they meet. */
  private static void until(Logger logger, String words, Callable<Boolean> met) {
    await()
        .until(
            () -> {
              logger.info(words);
              return met.call();
            });
  }

  private static boolean isRead(RunningPipeline pipeline) {
    return pipeline.get("/actuator/bindings/tail-in-0").at("/0/running").asBoolean();
  }

  @Test
  void withoutKafka_serviceStarts_reportsTheReason_andBlocksNoSubscriber() throws Exception {
    try (var context =
        RunningPipeline.run(
            "--berth.kafka=localhost:1", "--berth.forward-port=0", "--server.port=0")) {
      int port = context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
      try (HttpClient http = HttpClient.newHttpClient()) {
        HttpRequest health =
            HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/actuator/health"))
                .build();
        await()
            .atMost(LONG)
            .until(
                () -> http.send(health, HttpResponse.BodyHandlers.ofString()).body(),
                body -> body.contains("is BERTH_KAFKA right?") && body.contains("not listening"));
      }
      long begun = System.nanoTime();
      context.getBean(LiveTail.class).follow(hit -> true, hit -> {}).close();
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(1));
    }
  }

  @Test
  void misdeclaredTopic_endsTheProcess_withItsName() throws Exception {
    String servers = TestStack.shared().bootstrapServers();
    String prefix = TestStack.shared().freshTopicPrefix();
    String pods = prefix + Topics.PODS.name();
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
      admin
          .createTopics(
              List.of(new NewTopic(pods, 1, (short) 1).configs(Map.of("cleanup.policy", "delete"))))
          .all()
          .get();
    }
    ProcessBuilder service =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "io.berth.logpipeline.LogPipelineApplication",
                "--berth.forward-port=0",
                "--server.port=0")
            .redirectErrorStream(true);
    service.environment().putAll(Map.of("BERTH_KAFKA", servers, "BERTH_TOPIC_PREFIX", prefix));
    Process process = service.start();
    try {
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      assertThat(process.waitFor(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(1);
      assertThat(output).contains("ERROR").contains(pods);
    } finally {
      process.destroyForcibly();
    }
  }
}
