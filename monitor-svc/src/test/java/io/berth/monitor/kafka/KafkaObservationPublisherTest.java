/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.events.Topics;
import io.berth.monitor.observation.Observation.SubjectDeleted;
import io.berth.monitor.observation.Observation.Tick;
import io.berth.monitor.observation.Subject;
import io.berth.stream.EventTemplate;
import io.berth.stream.ServiceTopics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class KafkaObservationPublisherTest {

  private static final Instant NOW = Instant.parse("2026-11-05T12:00:00Z");

  private final MonitorKafkaSettings settings =
      new MonitorKafkaSettings("localhost:9092", "p.", "dc-a");
  private final List<ProducerRecord<?, ?>> sent = new ArrayList<>();
  private CompletableFuture<RecordMetadata> answer = CompletableFuture.completedFuture(null);
  private final KafkaObservationPublisher publisher =
      new KafkaObservationPublisher(
          settings,
          new EventTemplate(
              record -> {
                sent.add(record);
                return answer;
              },
              "p.",
              new ServiceTopics(List.of(), List.of(Topics.PODS, settings.observations()))),
          () -> 3);

  @Test
  void tick_isSentToEveryPartition_withItsTimeAsTimestamp() {
    assertThat(publisher.publishTick(new Tick(NOW, null, NOW))).isCompleted();

    assertThat(sent).extracting(ProducerRecord::partition).containsExactly(0, 1, 2);
    assertThat(sent)
        .allSatisfy(
            record -> {
              assertThat(record.topic()).isEqualTo("p.berth.monitor.dc-a.observations");
              assertThat(record.key()).isEqualTo("tick");
              assertThat(record.timestamp()).isEqualTo(NOW.toEpochMilli());
            });
  }

  @Test
  void observation_isKeyedBySubject_withItsTimeAsTimestamp() {
    publisher.publishObservation(
        Subject.deployment("dc-a", "shop", "cart"), new SubjectDeleted(NOW));

    assertThat(sent)
        .singleElement()
        .satisfies(
            record -> {
              assertThat(record.partition()).isNull();
              assertThat(record.key()).isEqualTo("dc-a/shop/Deployment/cart");
              assertThat(record.timestamp()).isEqualTo(NOW.toEpochMilli());
            });
  }

  @Test
  void removedPod_isATombstone() {
    publisher.removePod("uid-1");

    assertThat(sent)
        .singleElement()
        .satisfies(
            record -> {
              assertThat(record.topic()).isEqualTo("p." + Topics.PODS.name());
              assertThat(record.key()).isEqualTo("uid-1");
              assertThat(record.value()).isNull();
            });
  }

  @Test
  void failedSend_failsTheFuture() {
    answer = CompletableFuture.failedFuture(new TimeoutException("away"));

    assertThat(publisher.publishTick(new Tick(NOW, null, NOW))).isCompletedExceptionally();
    assertThat(publisher.removePod("uid-1")).isCompletedExceptionally();
  }
}
