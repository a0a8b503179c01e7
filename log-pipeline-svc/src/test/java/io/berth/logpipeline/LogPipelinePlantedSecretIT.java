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
import io.berth.events.kafka.EventJson;
import io.berth.events.log.EnrichedLog;
import io.berth.logpipeline.forward.TestClient;
import io.berth.redaction.PlantedSecrets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** A card number and secrets go in at every door, and come out at none. */
@ExtendWith(OutputCaptureExtension.class)
@ResourceLock(Resources.SYSTEM_OUT)
class LogPipelinePlantedSecretIT {

  private static final List<String> SECRETS =
      Stream.concat(
              Stream.of("5500005555555559", "correct-horse", "battery-staple"),
              Stream.of(PlantedSecrets.forbidden()))
          .toList();

  private static final String QUOTED = "a document that cannot be read";

  private static final String FOREIGN =
      "no event: {\"pan\":\"4111 1111 1111 1111\",\"password\":\"correct-horse\"}";

  @Test
  void secretsAreNowhere_inTopics_index_deadLetters_andTheServicesOwnLogs(CapturedOutput output) {
    try (RunningPipeline pipeline = RunningPipeline.fresh()) {
      TopicBytes topics = new TopicBytes(pipeline.topicPrefix);
      throughTheAppender(pipeline);
      throughTheProtocol(pipeline);
      throughAPoisonChunk(pipeline);
      pastTheDoor(topics);
      pastTheIndexing(topics);
      await()
          .untilAsserted(
              () -> {
                assertThat(pipeline.found(service(pipeline), "all told")).isEqualTo(1);
                assertThat(topics.text(Topics.LOGS_RAW.deadLetters()))
                    .contains("no event: {", "cannot be read");
                assertThat(topics.text(Topics.LOGS_ENRICHED.deadLetters())).contains(QUOTED);
              });
      assertThat(topics.text(Topics.LOGS_RAW).replace(FOREIGN, ""))
          .contains("4111 11** **** 1111")
          .doesNotContain(SECRETS);
      assertThat(topics.text(Topics.LOGS_ENRICHED).replace("\"4111 1111 1111 1111\"", ""))
          .doesNotContain(SECRETS);
      assertThat(topics.text(Topics.LOGS_RAW.deadLetters())).doesNotContain(SECRETS);
      assertThat(topics.text(Topics.LOGS_ENRICHED.deadLetters())).doesNotContain(SECRETS);
      assertThat(pipeline.response("/api/v1/logs?limit=1000").body()).doesNotContain(SECRETS);
      assertThat(pipeline.response("/api/v1/logs/dead-letters?limit=100").body())
          .contains("document_parsing_exception", "4111 11** **** 1111")
          .doesNotContain(SECRETS);
      assertThat(pipeline.response("/actuator/health").body()).doesNotContain(SECRETS);
      assertThat(pipeline.response("/actuator/prometheus").body())
          .contains("berth_logs_redactions_total{rule=\"CARD_NUMBER\"}")
          .contains("berth_logs_redactions_total{rule=\"PASSWORD\"}");
    }
    assertThat(output.toString()).doesNotContain(SECRETS);
  }

  /** The index is shared with other runs, the name is not. */
  private static String service(RunningPipeline pipeline) {
    return pipeline.unique("leaky-");
  }

  /** What is a secret only where an API server repeats a value is none in a log line. */
  private static List<String> kinds() {
    return PlantedSecrets.kinds().stream()
        .filter(kind -> !kind.contains("Invalid value: "))
        .toList();
  }

  /** Each line is a record, as a container's are. */
  private static List<String> keyLines() {
    return PlantedSecrets.multiLineKinds().getFirst();
  }

  private static void throughTheAppender(RunningPipeline pipeline) {
    Logger logger = pipeline.loggerOf(service(pipeline));
    logger.info("card 4111 1111 1111 1111 and password=correct-horse");
    logger.info("{\"user\":{\"apiKey\":\"battery-staple\"},\"pan\":\"\\u0034111111111111111\"}");
    kinds().forEach(logger::info);
    keyLines().forEach(logger::info);
    logger.error("all told", new IllegalStateException("card 4111111111111111 declined"));
    logger.getLoggerContext().stop();
  }

  /** In the tag, in names, in numbers, in what tells the stream and the id. */
  private static void throughTheProtocol(RunningPipeline pipeline) {
    for (String kind : Stream.concat(kinds().stream(), keyLines().stream()).toList()) {
      TestClient.send(
          pipeline.forwardPort(), "shop.planted", Instant.now(), Map.of("log", kind, "note", kind));
    }
    TestClient.send(
        pipeline.forwardPort(),
        "shop.4111111111111111",
        Instant.now(),
        Map.of(
            "message",
            "numbers",
            "pan",
            4111111111111111L,
            "asDouble",
            4111111111111111.0,
            "password",
            "correct-horse",
            "container_id",
            "card-5500005555555559",
            "4111111111111111",
            Map.of("inner", List.of("5500005555555559"))));
  }

  /** Three times, as clients do: then it is given up. */
  private static void throughAPoisonChunk(RunningPipeline pipeline) {
    byte[] frame =
        TestClient.poison("card 4111111111111111 password=correct-horse", "shop.5500005555555559");
    for (int i = 0; i < 3; i++) {
      TestClient.sendAndAwaitTheEnd(pipeline.forwardPort(), frame);
    }
  }

  /** Elasticsearch quotes the value of a field that it cannot read in its reason. */
  private static void pastTheIndexing(TopicBytes topics) {
    EnrichedLog log =
        new EnrichedLog(
            "planted",
            "s",
            "berth.app",
            "default",
            Map.of("@timestamp", "4111 1111 1111 1111", "message", QUOTED));
    byte[] key = "s".getBytes(UTF_8);
    List<Header> headers = new ArrayList<>();
    TopicBytes.attributes("berth.log.enriched.v1", "planted", Instant.now())
        .forEach((name, text) -> headers.add(new RecordHeader(name, text.getBytes(UTF_8))));
    topics.write(
        new ProducerRecord<>(
            topics.nameOf(Topics.LOGS_ENRICHED), null, key, EventJson.write(log), headers));
  }

  /** Somebody else wrote it into the topic: no receiver has looked at it. */
  private static void pastTheDoor(TopicBytes topics) {
    byte[] bytes = FOREIGN.getBytes(UTF_8);
    topics.write(
        new ProducerRecord<>(
            topics.nameOf(Topics.LOGS_RAW),
            null,
            bytes,
            bytes,
            List.of(new RecordHeader("ce_type", bytes))));
  }
}
