/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.events.Topic;
import io.berth.events.Topics;
import io.berth.events.kafka.EventJson;
import io.berth.events.kafka.TopicDeclarations;
import io.berth.events.log.RawLog;
import io.berth.logpipeline.enrichment.Enricher;
import io.berth.logpipeline.enrichment.PodTable;
import io.berth.logpipeline.limits.LimitFilter;
import io.berth.logpipeline.limits.LogLimits;
import io.berth.logpipeline.metrics.PipelineMetrics;
import io.berth.teststack.TestStack;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Alone: what ends its thread would end the waiting of any other test too. */
@Isolated
class EnrichmentTransactionsIT {

  private static final int RECORDS = 3_000;
  private static final int FATAL = 2_500;

  private final AtomicBoolean deadly = new AtomicBoolean(true);

  /** What ends a thread at once, as a kill does a process. */
  private static final class SimulatedKill extends Error {
    private static final long serialVersionUID = 1L;
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void loopThatDiesWithinABatch_losesNoRecord_andWithTransactionsDuplicatesNone(
      boolean transactions) throws Exception {
    KafkaClientFactory settings =
        new KafkaClientFactory(
            TestStack.shared().bootstrapServers(),
            TestStack.shared().freshTopicPrefix(),
            transactions ? "one" : "");
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", settings.bootstrapServers()))) {
      new TopicDeclarations(settings.topicPrefix(), 1, (short) 1)
          .ensure(admin, List.of(Topics.LOGS_RAW, Topics.LOGS_ENRICHED));
    }
    write(settings);

    BatchListenerContainer first = loop(settings);
    first.start();
    patiently().until(() -> !deadly.get());
    patiently().until(() -> ids(settings, "read_uncommitted").size() > 2_000);
    try (BatchListenerContainer second = loop(settings)) {
      second.start();
      patiently().until(() -> Set.copyOf(ids(settings, "read_committed")).size() == RECORDS);
      if (transactions) {
        assertThat(ids(settings, "read_committed")).hasSize(RECORDS);
      }
      assertThat(ids(settings, "read_uncommitted")).hasSizeGreaterThan(RECORDS);
    }
    first.close();
  }

  /** The end of the first loop's thread is what we want. */
  private static ConditionFactory patiently() {
    return await().dontCatchUncaughtExceptions();
  }

  private BatchListenerContainer loop(KafkaClientFactory settings) {
    PipelineMetrics metrics = new PipelineMetrics(new SimpleMeterRegistry());
    Enricher enricher =
        new Enricher(
            new PodTable(),
            rule -> {
              if (deadly.compareAndSet(true, false)) {
                throw new SimulatedKill();
              }
            });
    LimitFilter everything = new LimitFilter(LogLimits.of(""), metrics::dropped);
    return EnrichmentHandler.of(settings, enricher, everything, metrics, Clock.systemUTC());
  }

  /** One of them holds what only shows when its body is opened. */
  private static void write(KafkaClientFactory settings) throws Exception {
    EventHeaders headers = new EventHeaders(RawLog.class);
    byte[] key = "s".getBytes(UTF_8);
    List<Future<RecordMetadata>> written = new ArrayList<>();
    try (Producer<byte[], byte[]> producer = settings.producer()) {
      for (int i = 0; i < RECORDS; i++) {
        Instant now = Instant.now();
        String message = i == FATAL ? "{\"message\":\"card 4111111111111111\"}" : "line " + i;
        RawLog raw = new RawLog("s", "t", now, now, "id-" + i, Map.of("message", message));
        written.add(
            producer.send(
                new ProducerRecord<>(
                    settings.nameOf(Topics.LOGS_RAW),
                    0,
                    key,
                    EventJson.write(raw),
                    headers.of("id-" + i, key, now))));
      }
    }
    for (Future<RecordMetadata> one : written) {
      one.get();
    }
  }

  private static List<String> ids(KafkaClientFactory settings, String isolation) {
    TopicPartition partition = new TopicPartition(settings.nameOf((Topic) Topics.LOGS_ENRICHED), 0);
    List<String> ids = new ArrayList<>();
    try (var consumer =
        new KafkaConsumer<>(
            Map.<String, Object>of(
                "bootstrap.servers", settings.bootstrapServers(), "isolation.level", isolation),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).get(partition);
      while (consumer.position(partition) < end) {
        consumer
            .poll(Duration.ofMillis(200))
            .forEach(
                record ->
                    ids.add(EventJson.mapper().readTree(record.value()).path("id").asString()));
      }
    }
    return ids;
  }
}
