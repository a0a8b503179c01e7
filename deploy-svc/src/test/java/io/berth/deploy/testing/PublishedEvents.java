/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.testing;

import io.berth.events.Event;
import io.berth.events.Topics;
import io.berth.events.kafka.CloudEventDeserializer;
import io.berth.events.kafka.DeserializationResult;
import io.berth.events.operation.Operation;
import io.berth.events.operation.OperationRef;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads everything that the service published, on any of its topics. */
public final class PublishedEvents implements AutoCloseable {

  private final String prefix;
  private final KafkaConsumer<byte[], byte[]> reader;
  private final CloudEventDeserializer events = new CloudEventDeserializer();
  private final List<Operation> operations = new CopyOnWriteArrayList<>();
  private final List<ConsumerRecord<byte[], byte[]>> dead = new CopyOnWriteArrayList<>();
  private final Map<String, Event> apps = new ConcurrentHashMap<>();

  public PublishedEvents(String kafka, String prefix) {
    this.prefix = prefix;
    this.reader =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", kafka),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
  }

  /**
   * @throws IllegalStateException where the service has not made all its topics yet
   */
  public void listen() {
    if (!reader.assignment().isEmpty()) {
      return;
    }
    List<TopicPartition> partitions = new ArrayList<>();
    for (String topic :
        List.of(
            Topics.OPERATIONS.name(), Topics.APPS.name(), Topics.COMMANDS.deadLetters().name())) {
      var all = reader.partitionsFor(prefix + topic);
      if (all.isEmpty()) {
        throw new IllegalStateException("the service has not made all its topics yet");
      }
      all.forEach(info -> partitions.add(new TopicPartition(info.topic(), info.partition())));
    }
    reader.assign(partitions);
    reader.seekToBeginning(partitions);
  }

  public List<Operation> operations(Predicate<OperationRef> which) {
    poll();
    return operations.stream().filter(operation -> which.test(operation.ref())).toList();
  }

  public List<ConsumerRecord<byte[], byte[]>> deadLetters(String key) {
    poll();
    byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
    return dead.stream().filter(record -> Arrays.equals(bytes, record.key())).toList();
  }

  public Map<String, Event> apps() {
    poll();
    return apps;
  }

  private synchronized void poll() {
    reader.poll(Duration.ofMillis(20)).forEach(this::note);
  }

  private void note(ConsumerRecord<byte[], byte[]> record) {
    if (record.topic().endsWith(Topics.DEAD_LETTERS_SUFFIX)) {
      dead.add(record);
    } else if (record.topic().equals(prefix + Topics.APPS.name())) {
      app(record);
    } else if (read(record) instanceof DeserializationResult.Readable readable) {
      operations.add((Operation) readable.envelope().payload());
    }
  }

  private void app(ConsumerRecord<byte[], byte[]> record) {
    String key = new String(record.key(), StandardCharsets.UTF_8);
    if (read(record) instanceof DeserializationResult.Readable readable) {
      apps.put(key, readable.envelope().payload());
    } else {
      apps.remove(key);
    }
  }

  private DeserializationResult read(ConsumerRecord<byte[], byte[]> record) {
    return events.deserialize(record.topic(), record.headers(), record.value());
  }

  @Override
  public void close() {
    reader.close();
  }
}
