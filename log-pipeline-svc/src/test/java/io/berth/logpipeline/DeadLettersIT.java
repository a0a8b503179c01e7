/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.events.Topics;
import io.berth.events.kafka.DeadLetter;
import io.berth.events.kafka.EventJson;
import io.berth.events.log.RawLog;
import io.berth.logpipeline.forward.TestClient;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class DeadLettersIT {

  @Test
  void deadLetters_areListed_andReplayedOnce_andThenFound() {
    try (RunningPipeline pipeline = RunningPipeline.fresh()) {
      TopicBytes topics = new TopicBytes(pipeline.topicPrefix);
      String word = pipeline.unique("revived");
      topics.write(letter(topics, 0, rawLog(word)));
      topics.write(letter(topics, -1, "a chunk".getBytes(UTF_8)));

      JsonNode items = pipeline.get("/api/v1/logs/dead-letters?limit=10").path("items");
      assertThat(items).hasSize(2);
      assertThat(items.toString()).contains("why not", "the door");

      JsonNode replayed = pipeline.post("/api/v1/logs/dead-letters/replay");
      assertThat(replayed.path("replayed").asInt()).isEqualTo(1);
      assertThat(replayed.path("skipped").asInt()).isEqualTo(1);
      assertThat(replayed.path("left").asInt()).isZero();
      await().untilAsserted(() -> assertThat(pipeline.found(word, word)).isEqualTo(1));
      assertThat(pipeline.post("/api/v1/logs/dead-letters/replay").path("replayed").asInt())
          .isZero();
    }
  }

  @Test
  void recordTooLargeForKafka_isAcknowledged_andItsBeginningIsADeadLetter() {
    try (RunningPipeline pipeline = RunningPipeline.fresh()) {
      byte[] frame = TestClient.frame(pipeline.unique("big"), "x".repeat(1_200_000), "c1", "big-1");
      TestClient.sendAndAwaitAck(pipeline.forwardPort(), frame);
      JsonNode items = pipeline.get("/api/v1/logs/dead-letters?limit=10").path("items");
      assertThat(items).hasSize(1);
      assertThat(items.toString()).contains("and Kafka takes 900000; the first 262144 are kept");
      assertThat(pipeline.counter("berth_logs_dead_letters_total")).isEqualTo(1);
    }
  }

  private static byte[] rawLog(String word) {
    Instant now = Instant.now();
    return EventJson.write(
        new RawLog(
            "s", "t", now, now, "id-" + word, Map.of("message", word, "service.name", word)));
  }

  private static org.apache.kafka.clients.producer.ProducerRecord<byte[], byte[]> letter(
      TopicBytes topics, int partition, byte[] value) {
    var failed =
        new ConsumerRecord<>(
            topics.nameOf(Topics.LOGS_RAW), partition, 0L, "s".getBytes(UTF_8), value);
    TopicBytes.attributes("berth.log.raw.v1", "1", Instant.now())
        .forEach((name, text) -> failed.headers().add(name, text.getBytes(UTF_8)));
    return DeadLetter.of(failed, "log-pipeline-svc", "why not", Instant.now());
  }
}
