/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.berth.teststack.TestStack;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Every record of topics, with its key and headers, as text. */
public final class TopicDump {

  private TopicDump() {}

  public static String of(Predicate<String> topic) {
    var all = new StringBuilder();
    Map<String, Object> config = Map.of("bootstrap.servers", TestStack.shared().bootstrapServers());
    try (var consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.listTopics().values().stream()
              .flatMap(Collection::stream)
              .filter(info -> topic.test(info.topic()))
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        consumer.poll(Duration.ofMillis(500)).forEach(record -> append(record, all));
      }
    }
    return all.toString();
  }

  private static void append(ConsumerRecord<byte[], byte[]> record, StringBuilder all) {
    all.append(record.topic()).append(' ').append(text(record.key())).append(' ');
    record.headers().forEach(header -> all.append(text(header.value())).append(' '));
    all.append(text(record.value())).append('\n');
  }

  private static String text(byte[] bytes) {
    return bytes == null ? "" : new String(bytes, UTF_8);
  }
}
