/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.bench.logs;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.berth.events.Topic;
import io.berth.events.Topics;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Fills topics with documents of about 510 bytes. */
final class Load {

  private static final String PADDING =
      "payment 4711 accepted for order 2026-11-23/88123, gateway answered in 132 ms, basket of 3"
          + " items, customer segment B, retry 0, route dc-a/edge-2, queue depth 17";

  private final String kafka;
  private final int partitions;

  Load(String kafka, int partitions) {
    this.kafka = kafka;
    this.partitions = partitions;
  }

  /** Enriched records, as the pipeline's second half reads them; the stream has this dataset. */
  void enriched(String prefix, String dataset, int records) {
    fill(
        prefix + Topics.LOGS_ENRICHED.name(),
        "berth.log.enriched.v1",
        records,
        i -> {
          String id = id(i);
          return "{\"id\":\"%s\",\"stream\":\"s%d\",\"dataset\":\"%s\",\"namespace\":\"bench\",\"document\":%s}"
              .formatted(id, i % 64, dataset, document(i, dataset));
        });
  }

  /** The documents alone, as a shipper that adds nothing reads them. */
  void plain(String topic, String dataset, int records) {
    fill(topic, "plain", records, i -> document(i, dataset));
  }

  /** Raw records with a body of JSON and a pod's name. */
  void raw(String prefix, String dataset, int records) {
    fill(
        prefix + Topics.LOGS_RAW.name(),
        "berth.log.raw.v1",
        records,
        i ->
            "{\"stream\":\"s%d\",\"tag\":\"kube\",\"time\":\"%s\",\"receivedAt\":\"%s\",\"eventId\":\"%s\",\"fields\":{\"kubernetes\":{\"pod_name\":\"cart-%d\",\"namespace_name\":\"bench\"},\"event.dataset\":\"%s\",\"log\":%s}}"
                .formatted(i % 64, time(i), time(i), id(i), i % 64, dataset, quoted(body(i))));
  }

  private static String body(int i) {
    return "{\"@timestamp\":\"%s\",\"level\":\"info\",\"logger\":\"shop.Payment\",\"thread\":\"http-%d\",\"trace_id\":\"%032x\",\"message\":\"%s\"}"
        .formatted(time(i), i % 32, i * 7919L, PADDING);
  }

  private static String quoted(String json) {
    return '"' + json.replace("\"", "\\\"") + '"';
  }

  private static String document(int i, String dataset) {
    return ("{\"@timestamp\":\"%s\",\"ecs\":{\"version\":\"8.17\"},\"event\":{\"id\":\"%s\",\"dataset\":\"%s\"},\"log\":{\"level\":\"INFO\",\"logger\":\"shop.Payment\"},"
            + "\"service\":{\"name\":\"cart\",\"version\":\"2.4.0\"},\"trace\":{\"id\":\"%032x\"},\"host\":{\"name\":\"node-%d\"},\"orchestrator\":{\"cluster\":{\"name\":\"dc-a\"}},\"message\":\"%s\"}")
        .formatted(time(i), id(i), dataset, i * 7919L, i % 9, PADDING);
  }

  private static String id(int i) {
    return "6f0d3a43-5a0c-4d3e-%09d".formatted(i);
  }

  private static String time(int i) {
    return Instant.ofEpochMilli(1_790_000_000_000L + i).toString();
  }

  private interface Values {
    String of(int number);
  }

  private void fill(String topic, String type, int records, Values values) {
    create(topic);
    try (var producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers",
                kafka,
                "compression.type",
                "lz4",
                "batch.size",
                131_072,
                "linger.ms",
                10),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (int i = 0; i < records; i++) {
        byte[] key = ("s" + i % 64).getBytes(UTF_8);
        RecordHeaders headers = new RecordHeaders();
        headers(type, i).forEach((name, text) -> headers.add(name, text.getBytes(UTF_8)));
        producer.send(
            new ProducerRecord<>(
                topic, i % partitions, key, values.of(i).getBytes(UTF_8), headers));
      }
    }
  }

  private static Map<String, String> headers(String type, int i) {
    return Map.of(
        "ce_specversion",
        "1.0",
        "ce_id",
        id(i),
        "ce_source",
        "/bench",
        "ce_type",
        type,
        "content-type",
        "application/json",
        "ce_time",
        time(i));
  }

  private void create(String topic) {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka))) {
      Topic declared =
          Topics.ALL.stream().filter(t -> topic.endsWith(t.name())).findFirst().orElse(null);
      NewTopic wanted = new NewTopic(topic, partitions, (short) 1);
      if (declared != null && declared.retention() != null) {
        wanted.configs(Map.of("retention.ms", Long.toString(declared.retention().toMillis())));
      }
      if (!admin.listTopics().names().get().containsAll(Set.of(topic))) {
        admin.createTopics(List.of(wanted)).all().get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("Kafka does not take the topic " + topic, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
