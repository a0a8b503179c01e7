/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.events.Topics;
import io.berth.events.kafka.TopicDeclarations;
import io.berth.teststack.TestStack;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;

/** What a batch's failure and a full handler mean for what is read and committed. */
class BatchListenerContainerIT {

  private static final int RECORDS = 5_000;
  private static final Duration DEADLINE = Duration.ofMinutes(3);

  private final KafkaClientFactory clients =
      new KafkaClientFactory(
          TestStack.shared().bootstrapServers(), TestStack.shared().freshTopicPrefix(), "");
  private final String topic = clients.nameOf(Topics.LOGS_ENRICHED);
  private final RecordingHandler handler = new RecordingHandler();

  /** Remembers the offsets that it processed, and fails or is full when it is told to. */
  private static final class RecordingHandler implements BatchHandler {
    private final List<Long> processed = new CopyOnWriteArrayList<>();
    private final Set<Integer> generations = new ConcurrentSkipListSet<>();
    private final AtomicInteger failures = new AtomicInteger();
    private final AtomicInteger emptyBatches = new AtomicInteger();
    private final AtomicBoolean full = new AtomicBoolean();
    private final Semaphore room = new Semaphore(0);
    private volatile long failsAbove = Long.MAX_VALUE;
    private volatile int failsSoOften;

    @Override
    public void handle(ConsumerRecords<byte[], byte[]> records, CaughtUpPartitions caughtUp) {
      if (records.isEmpty()) {
        emptyBatches.incrementAndGet();
      }
      records.forEach(
          record -> {
            if (record.offset() > failsAbove && failures.get() < failsSoOften) {
              failures.incrementAndGet();
              throw new IllegalStateException("the handler fails at " + record.offset());
            }
          });
      records.forEach(record -> processed.add(record.offset()));
    }

    @Override
    public void commit(Consumer<?, ?> consumer, Map<TopicPartition, OffsetAndMetadata> changed) {
      BatchHandler.super.commit(consumer, changed);
      if (!consumer.assignment().isEmpty()) {
        generations.add(consumer.groupMetadata().generationId());
      }
    }

    @Override
    public boolean hasRoom() {
      return !full.get();
    }

    @Override
    public void awaitRoom(Duration longest) throws InterruptedException {
      room.tryAcquire(longest.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  @BeforeEach
  void declareTopic() throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", clients.bootstrapServers()))) {
      new TopicDeclarations(clients.topicPrefix(), 1, (short) 1)
          .ensure(admin, List.of(Topics.LOGS_ENRICHED));
    }
  }

  @Test
  void failedBatch_isReadAgainFromTheCommittedOffset_withoutLeavingTheGroup() throws Exception {
    write();
    handler.failsAbove = RECORDS / 2;
    handler.failsSoOften = 2;

    try (BatchListenerContainer container = container(clients.member("-failing"))) {
      container.start();

      awaitAll();
    }
    assertThat(handler.failures).hasValue(2);
    assertThat(handler.processed).containsExactlyElementsOf(offsets(RECORDS));
    assertThat(handler.generations).hasSize(1);
  }

  @Test
  void failedBatch_whoseCommittedOffsetCannotBeAskedFor_isNotSkipped() throws Exception {
    write();
    handler.failsAbove = RECORDS / 2;
    handler.failsSoOften = 1;
    AtomicInteger refusals = new AtomicInteger();

    try (BatchListenerContainer container =
        new BatchListenerContainer(
            "refused",
            new DefaultKafkaConsumerFactory<>(
                clients.member("-refused"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer()) {
              @Override
              protected Consumer<byte[], byte[]> createRawConsumer(Map<String, Object> config) {
                return new KafkaConsumer<>(
                    config, new ByteArrayDeserializer(), new ByteArrayDeserializer()) {
                  @Override
                  public Map<TopicPartition, OffsetAndMetadata> committed(
                      Set<TopicPartition> partitions) {
                    if (handler.failures.get() > 0 && refusals.incrementAndGet() <= 2) {
                      throw new KafkaException("the coordinator does not answer");
                    }
                    return super.committed(partitions);
                  }
                };
              }
            },
            List.of(topic),
            handler)) {
      container.start();

      awaitAll();
    }
    assertThat(refusals).hasValueGreaterThan(2);
    assertThat(handler.processed).containsExactlyElementsOf(offsets(RECORDS));
  }

  @Test
  void fullHandler_isGivenNoRecords_staysInTheGroup_andIsGivenTheRestWhenItHasRoom()
      throws Exception {
    handler.full.set(true);
    try (BatchListenerContainer container = container(clients.member("-full"))) {
      container.start();
      await().atMost(DEADLINE).until(() -> !handler.generations.isEmpty());
      int before = handler.emptyBatches.get();
      // It waits for room, then it pauses its partitions.
      await().atMost(DEADLINE).until(() -> handler.emptyBatches.get() > before + 20);
      write();
      int written = handler.emptyBatches.get();
      await().atMost(DEADLINE).until(() -> handler.emptyBatches.get() > written + 20);
      assertThat(handler.processed).isEmpty();

      handler.full.set(false);

      awaitAll();
    }
    assertThat(handler.processed).containsExactlyElementsOf(offsets(RECORDS));
    assertThat(handler.generations).hasSize(1);
  }

  @Test
  void closedContainer_hasCommittedWhatItsHandlerProcessed() throws Exception {
    write();
    try (BatchListenerContainer container = container(clients.member("-closed"))) {
      container.start();
      awaitAll();
    }
    try (KafkaConsumer<byte[], byte[]> group = clients.consumer("-closed")) {
      TopicPartition partition = new TopicPartition(topic, 0);
      assertThat(group.committed(Set.of(partition)).get(partition).offset()).isEqualTo(RECORDS);
    }
  }

  private BatchListenerContainer container(Map<String, Object> member) {
    return new BatchListenerContainer("test", member, List.of(topic), handler);
  }

  private void awaitAll() {
    await().atMost(DEADLINE).until(() -> handler.processed.size() >= RECORDS);
  }

  private static List<Long> offsets(int count) {
    return LongStream.range(0, count).boxed().toList();
  }

  private void write() throws Exception {
    try (Producer<byte[], byte[]> producer = clients.producer()) {
      for (var sent :
          IntStream.range(0, RECORDS)
              .mapToObj(i -> producer.send(new ProducerRecord<>(topic, 0, null, new byte[100])))
              .toList()) {
        sent.get();
      }
    }
  }
}
