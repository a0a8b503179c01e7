/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import io.berth.events.Topics;
import io.berth.events.kafka.EventJson;
import io.berth.events.log.RawLog;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Writes raw records of one application, into two partitions by turns, until it is stopped. */
final class RecordFlow implements AutoCloseable {

  static final int PARTITIONS = 2;
  private static final int BATCH = 50;
  private static final long PAUSE_NANOS = 50_000_000;

  private final TopicBytes topics;
  private final String name;
  private final List<String> sent = new ArrayList<>();
  private final CompletableFuture<Void> writing;
  private volatile boolean stopped;

  /**
   * @param name of the application and of its dataset
   */
  RecordFlow(String topicPrefix, String name) {
    this.topics = new TopicBytes(topicPrefix);
    this.name = name;
    this.writing = CompletableFuture.runAsync(this::write, Thread::startVirtualThread);
  }

  /** The message of every record of a partition. */
  static String text(int partition) {
    return "a line of partition " + partition;
  }

  /** A record that names its pod and nothing else of its origin. */
  static ProducerRecord<byte[], byte[]> ofPod(TopicBytes topics, String uid, int partition) {
    return record(
        topics,
        partition,
        "s" + partition,
        UUID.randomUUID().toString(),
        Map.of("message", text(partition), "kubernetes", Map.of("pod_id", uid)));
  }

  /** Waits until more was sent into every partition. */
  void awaitMore() {
    int before = size();
    await().until(() -> size() > before + 2 * PARTITIONS * BATCH);
  }

  /** Stops, and returns the ids of all records, in order. */
  List<String> stop() {
    close();
    return List.copyOf(sent);
  }

  @Override
  public void close() {
    stopped = true;
    writing.join();
  }

  private int size() {
    synchronized (sent) {
      return sent.size();
    }
  }

  private void write() {
    while (!stopped) {
      int from = size();
      List<String> ids = IntStream.range(from, from + BATCH).mapToObj("r-%08d"::formatted).toList();
      topics.write(ids.stream().map(id -> record(id, from / BATCH % PARTITIONS)).toList());
      synchronized (sent) {
        sent.addAll(ids);
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  /** With many streams, so that enriched records are in every partition too. */
  private ProducerRecord<byte[], byte[]> record(String id, int partition) {
    return record(
        topics,
        partition,
        "s" + id.charAt(id.length() - 1),
        id,
        Map.of("message", text(partition), "event.dataset", name, "service.name", name));
  }

  private static ProducerRecord<byte[], byte[]> record(
      TopicBytes topics, int partition, String stream, String id, Map<String, Object> fields) {
    Instant now = Instant.now();
    byte[] value = EventJson.write(new RawLog(stream, "t", now, now, id, fields));
    var record =
        new ProducerRecord<>(
            topics.nameOf(Topics.LOGS_RAW), partition, stream.getBytes(UTF_8), value);
    TopicBytes.attributes("berth.log.raw.v1", id, now)
        .forEach((attribute, text) -> record.headers().add(attribute, text.getBytes(UTF_8)));
    return record;
  }
}
