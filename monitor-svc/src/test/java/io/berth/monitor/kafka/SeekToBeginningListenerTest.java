/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class SeekToBeginningListenerTest {

  private static final TopicPartition OUTBOX = new TopicPartition("outbox", 0);

  private final MockConsumer<String, String> kafka = new MockConsumer<>("latest");
  private final AtomicInteger forgotten = new AtomicInteger();
  private final SeekToBeginningListener reading =
      new SeekToBeginningListener("outbox-in-0", forgotten::incrementAndGet, () -> false);

  private void assigned(long end) {
    kafka.assign(List.of(OUTBOX));
    kafka.updateBeginningOffsets(Map.of(OUTBOX, 0L));
    kafka.updateEndOffsets(Map.of(OUTBOX, end));
    reading.onPartitionsAssigned(kafka, List.of(OUTBOX));
  }

  private static ConsumerRecord<String, String> record(long offset) {
    return new ConsumerRecord<>(OUTBOX.topic(), OUTBOX.partition(), offset, "id", "entry");
  }

  @Test
  void assignedPartition_isReadFromTheBeginning_andCaughtUpAtItsLastRecord() {
    assigned(2);
    assertThat(forgotten).hasValue(1);
    assertThat(kafka.position(OUTBOX)).isZero();

    reading.recordConsumed(record(0));
    assertThat(reading.isCaughtUp()).isFalse();
    reading.recordConsumed(record(1));
    assertThat(reading.isCaughtUp()).isTrue();
  }

  @Test
  void markersAfterTheLastRecord_countOnceThePollIsProcessed() {
    assigned(3);
    reading.recordConsumed(record(1));
    assertThat(reading.isCaughtUp()).isFalse();

    kafka.seek(OUTBOX, 3);
    assertThat(reading.updatePositions(kafka)).isTrue();
    assertThat(reading.isCaughtUp()).isTrue();
  }

  @Test
  void reassignedPartition_isReadAgain() {
    assigned(1);
    reading.recordConsumed(record(0));
    reading.onPartitionsLost(kafka, List.of(OUTBOX));
    assertThat(forgotten).hasValue(2);

    assigned(1);
    assertThat(reading.isCaughtUp()).isFalse();
  }

  @Test
  void failureToReadTheEndOffsets_isNotTreatedAsAnEmptyTopic() {
    MockConsumer<String, String> away =
        new MockConsumer<>("latest") {
          @Override
          public synchronized Map<TopicPartition, Long> endOffsets(
              java.util.Collection<TopicPartition> partitions, Duration timeout) {
            throw new TimeoutException("away");
          }
        };
    assertThatThrownBy(() -> reading.onPartitionsAssigned(away, List.of(OUTBOX)))
        .isInstanceOf(TimeoutException.class);
  }
}
