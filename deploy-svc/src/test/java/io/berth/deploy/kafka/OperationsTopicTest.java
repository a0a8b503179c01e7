/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kafka;

import static io.berth.deploy.testing.TestApps.ANN;
import static io.berth.deploy.testing.TestApps.CART;
import static io.berth.deploy.testing.TestApps.GOOD;
import static io.berth.deploy.testing.TestApps.deploy;
import static io.berth.deploy.testing.TestApps.shop;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.deploy.planning.ReceivedCommand;
import io.berth.deploy.planning.RecordPosition;
import io.berth.events.AppRef;
import io.berth.events.Envelope;
import io.berth.events.Topics;
import io.berth.events.command.Command;
import io.berth.events.command.Restart;
import io.berth.events.kafka.CloudEventSerializer;
import io.berth.events.operation.Concluded;
import io.berth.events.operation.Operation;
import io.berth.events.operation.OperationRef;
import io.berth.events.operation.Verdict;
import io.berth.stream.EventTemplate;
import io.berth.stream.RecordSerializer;
import io.berth.stream.ServiceTopics;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** K1: Kafka is away, and nobody knows whether it has a word or not. */
class OperationsTopicTest {

  private static final String TOPIC = Topics.OPERATIONS.name();
  private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);
  private static final Operation VERDICT =
      new Concluded(
          new OperationRef(
              "c-1", "deploy", new AppRef("shop", "cart"), "dc-a", "ann", Instant.EPOCH),
          Verdict.SUCCEEDED,
          1L,
          null,
          null,
          "3 of 3 replicas are available.",
          null,
          null);

  private final MockProducer<Object, Object> producer =
      new MockProducer<>(false, null, new RecordSerializer(), new RecordSerializer());
  private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
  private final EventTemplate events =
      new EventTemplate(this::send, "", new ServiceTopics(List.of(), List.of(Topics.OPERATIONS)));
  private final OperationsTopic operations = new OperationsTopic("dc-a", "/deploy/dc-a", events);

  @BeforeEach
  void readTheEmptyTopic() {
    consumer.updatePartitions(TOPIC, List.of(new PartitionInfo(TOPIC, 0, null, null, null)));
    consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
    consumer.updateEndOffsets(Map.of(PARTITION, 0L));
    operations.replay(
        () -> consumer,
        TOPIC,
        Instant.EPOCH,
        new DriftTopic("dc-a", "/deploy/dc-a", events, Clock.systemUTC()));
  }

  @Test
  @Tag("fault-K1")
  void failedSend_isNotRecorded_andIsRetried() {
    assertThat(said(false)).isCompletedExceptionally();
    assertThat(operations.isConcluded("c-1")).isFalse();

    assertThat(said(true)).isCompletedWithValue(true);
    assertThat(operations.isConcluded("c-1")).isTrue();
    assertThat(producer.history())
        .extracting(word -> envelope(word).id())
        .hasSize(2)
        .containsOnly(id());
  }

  @Test
  @Tag("fault-K1")
  void sendWithALostAcknowledgement_isFound_andNotRepeated() {
    assertThat(said(false)).isCompletedExceptionally();
    arrived(producer.history().getFirst());

    assertThat(operations.publish(VERDICT)).isFalse();
    assertThat(producer.history()).hasSize(1);
  }

  @Test
  void id_isOfAnotherCommand_whereVerbOrSubjectOfItsStepsDiffers() {
    assertThat(said(true)).isCompletedWithValue(true);

    assertThat(operations.isIdOfAnother(received("c-1", deploy(GOOD)))).isFalse();
    assertThat(operations.isIdOfAnother(received("c-1", deploy(shop("other"), GOOD)))).isTrue();
    assertThat(operations.isIdOfAnother(received("c-1", new Restart(ANN, CART)))).isTrue();
    assertThat(operations.isIdOfAnother(received("c-2", new Restart(ANN, CART)))).isFalse();
  }

  private static ReceivedCommand received(String id, Command command) {
    return new ReceivedCommand(
        id, command, Instant.EPOCH, new RecordPosition("berth.commands", 1, 1));
  }

  @SuppressWarnings("unchecked") // keys and values are any that the serializer writes
  private CompletableFuture<RecordMetadata> send(ProducerRecord<?, ?> record) {
    CompletableFuture<RecordMetadata> sent = new CompletableFuture<>();
    producer.send(
        (ProducerRecord<Object, Object>) record,
        (position, failure) -> {
          if (failure == null) {
            sent.complete(position);
          } else {
            sent.completeExceptionally(failure);
          }
        });
    return sent;
  }

  private static Envelope<?> envelope(ProducerRecord<Object, Object> word) {
    return (Envelope<?>) word.value();
  }

  private String id() {
    return envelope(producer.history().getFirst()).id();
  }

  private CompletableFuture<Boolean> said(boolean taken) {
    CompletableFuture<Boolean> saying =
        CompletableFuture.supplyAsync(() -> operations.publish(VERDICT));
    await()
        .until(
            () ->
                taken
                    ? producer.completeNext()
                    : producer.errorNext(new TimeoutException("no acknowledgement")));
    await().until(saying::isDone);
    return saying;
  }

  private void arrived(ProducerRecord<Object, Object> word) {
    RecordHeaders headers = new RecordHeaders();
    byte[] value = new CloudEventSerializer().serialize(TOPIC, headers, envelope(word));
    consumer.addRecord(
        new ConsumerRecord<>(
            TOPIC,
            0,
            0,
            0,
            TimestampType.CREATE_TIME,
            0,
            value.length,
            "shop/cart".getBytes(UTF_8),
            value,
            headers,
            Optional.empty()));
    consumer.updateEndOffsets(Map.of(PARTITION, 1L));
  }
}
