/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.bench.logs;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.berth.events.Topic;
import io.berth.events.Topics;
import io.berth.events.kafka.EventPublisher;
import io.berth.events.kafka.TopicDeclarations;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Fills topics with documents of about 510 bytes. */
final class TopicFiller {

  private static final int PODS = 64;

  private final String kafka;
  private final int partitions;

  TopicFiller(String kafka, int partitions) {
    this.kafka = kafka;
    this.partitions = partitions;
  }

  /** Enriched records, as the pipeline's second half reads them; the stream has this dataset. */
  void enriched(String prefix, String dataset, int records) {
    declare(prefix, Topics.LOGS_ENRICHED);
    fill(
        prefix + Topics.LOGS_ENRICHED.name(),
        "berth.log.enriched.v1",
        records,
        i ->
            LogDocuments.json(
                "{'id':'",
                LogDocuments.id(i),
                "','stream':'s",
                i % PODS,
                "','dataset':'",
                dataset,
                "','namespace':'bench','document':",
                LogDocuments.document(i, dataset),
                "}"));
  }

  /** The documents alone, as a shipper that adds nothing reads them. */
  void plain(String topic, String dataset, int records) {
    declare(topic, new Topic("", "", 1, Topic.Cleanup.DELETE, Duration.ofDays(1), ""));
    fill(topic, "plain", records, i -> LogDocuments.document(i, dataset));
  }

  /** Raw records with a body of JSON and a pod's name, and the facts of the pods. */
  void raw(String prefix, String dataset, int records) {
    declare(prefix, Topics.LOGS_RAW);
    declare(prefix, Topics.PODS);
    try (EventPublisher publisher = EventPublisher.connect(kafka, "/bench", prefix)) {
      for (int pod = 0; pod < PODS; pod++) {
        publisher.publish(LogDocuments.facts(pod));
      }
    }
    fill(
        prefix + Topics.LOGS_RAW.name(),
        "berth.log.raw.v1",
        records,
        i ->
            LogDocuments.json(
                "{'stream':'s",
                i % PODS,
                "','tag':'kube','time':'",
                LogDocuments.time(i),
                "','receivedAt':'",
                LogDocuments.time(i),
                "','eventId':'",
                LogDocuments.id(i),
                "','fields':{'kubernetes':{'pod_name':'cart-",
                i % PODS,
                "','namespace_name':'bench'},'event.dataset':'",
                dataset,
                "','log':\"",
                LogDocuments.body(i).replace("\"", "\\\""),
                "\"}}"));
  }

  private interface ValueFactory {
    String of(int number);
  }

  private void fill(String topic, String type, int records, ValueFactory values) {
    Map<String, Object> config =
        Map.of(
            "bootstrap.servers",
            kafka,
            "compression.type",
            "lz4",
            "batch.size",
            131_072,
            "linger.ms",
            10);
    try (var producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int i = 0; i < records; i++) {
        byte[] key = ("s" + i % PODS).getBytes(UTF_8);
        producer.send(
            new ProducerRecord<>(
                topic, i % partitions, key, values.of(i).getBytes(UTF_8), headers(type, i)));
      }
    }
  }

  private static RecordHeaders headers(String type, int i) {
    RecordHeaders headers = new RecordHeaders();
    headers.add("ce_specversion", "1.0".getBytes(UTF_8));
    headers.add("ce_id", LogDocuments.id(i).getBytes(UTF_8));
    headers.add("ce_source", "/bench".getBytes(UTF_8));
    headers.add("ce_type", type.getBytes(UTF_8));
    headers.add("ce_time", LogDocuments.time(i).getBytes(UTF_8));
    headers.add("content-type", "application/json".getBytes(UTF_8));
    return headers;
  }

  private void declare(String prefix, Topic topic) {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka))) {
      new TopicDeclarations(prefix, partitions, (short) 1).ensure(admin, List.of(topic));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
