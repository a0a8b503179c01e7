/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.berth.events.Topic;
import io.berth.events.Topics;
import io.berth.events.kafka.DeadLetter;
import io.berth.logpipeline.deadletters.DeadLetterStore;
import io.berth.logpipeline.deadletters.DeadLetterView;
import io.berth.logpipeline.deadletters.ReplayResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Reads the dead-letter topics. The position of the replay is committed for a consumer group. */
public final class DeadLetterReader implements DeadLetterStore {

  private static final List<Topic> SOURCES = List.of(Topics.LOGS_RAW, Topics.LOGS_ENRICHED);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final KafkaClientFactory settings;

  public DeadLetterReader(KafkaClientFactory settings) {
    this.settings = settings;
  }

  @Override
  public List<DeadLetterView> newest(int limit) {
    try (KafkaConsumer<byte[], byte[]> consumer = settings.consumer("-dead-letters")) {
      List<TopicPartition> partitions = assign(consumer);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, PATIENCE);
      Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions, PATIENCE);
      ends.forEach(
          (partition, end) ->
              consumer.seek(partition, Math.max(begins.getOrDefault(partition, 0L), end - limit)));
      return read(consumer, ends, Integer.MAX_VALUE).stream()
          .map(DeadLetterReader::view)
          .sorted(Comparator.comparing(DeadLetterView::at).reversed())
          .limit(limit)
          .toList();
    } catch (KafkaException e) {
      throw new DeadLettersUnavailableException(away());
    }
  }

  @Override
  public synchronized ReplayResult replay(int limit) {
    try (KafkaConsumer<byte[], byte[]> consumer = settings.consumer("-dead-letters");
        Producer<byte[], byte[]> producer = settings.producer()) {
      List<TopicPartition> partitions = assign(consumer);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, PATIENCE);
      List<ConsumerRecord<byte[], byte[]>> letters = read(consumer, ends, limit);
      BatchSender sender = new BatchSender(producer);
      Map<TopicPartition, OffsetAndMetadata> done = new HashMap<>();
      int replayed = 0;
      for (ConsumerRecord<byte[], byte[]> letter : letters) {
        if (isReplayable(letter)) {
          sender.send(again(letter));
          replayed++;
        }
        done.put(
            new TopicPartition(letter.topic(), letter.partition()),
            new OffsetAndMetadata(letter.offset() + 1));
      }
      sender.complete();
      consumer.commitSync(done, PATIENCE);
      return new ReplayResult(replayed, letters.size() - replayed, left(consumer, ends));
    } catch (KafkaException e) {
      throw new DeadLettersUnavailableException(away());
    }
  }

  private List<TopicPartition> assign(KafkaConsumer<byte[], byte[]> consumer) {
    List<TopicPartition> partitions = new ArrayList<>();
    for (Topic source : SOURCES) {
      consumer
          .partitionsFor(settings.nameOf(source.deadLetters()), PATIENCE)
          .forEach(info -> partitions.add(new TopicPartition(info.topic(), info.partition())));
    }
    consumer.assign(partitions);
    return partitions;
  }

  /** Up to these ends, and not many more than the limit. */
  private static List<ConsumerRecord<byte[], byte[]>> read(
      KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends, int limit) {
    List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
    Map<TopicPartition, Long> open = new HashMap<>(ends);
    open.entrySet().removeIf(end -> consumer.position(end.getKey(), PATIENCE) >= end.getValue());
    while (!open.isEmpty() && all.size() < limit) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(500))) {
        if (all.size() < limit) {
          all.add(record);
        }
      }
      open.entrySet().removeIf(end -> consumer.position(end.getKey(), PATIENCE) >= end.getValue());
    }
    return all;
  }

  private static long left(KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
    Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(ends.keySet(), PATIENCE);
    Map<TopicPartition, Long> begins = consumer.beginningOffsets(ends.keySet(), PATIENCE);
    long left = 0;
    for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
      OffsetAndMetadata at = committed.get(end.getKey());
      left += end.getValue() - (at == null ? begins.getOrDefault(end.getKey(), 0L) : at.offset());
    }
    return left;
  }

  /** Only into our own topics, whatever a header says. */
  private boolean isReplayable(ConsumerRecord<byte[], byte[]> letter) {
    Set<String> own = Set.of(settings.nameOf(SOURCES.get(0)), settings.nameOf(SOURCES.get(1)));
    return own.contains(text(letter, DeadLetter.TOPIC)) && !isOfTheDoor(letter);
  }

  private static boolean isOfTheDoor(ConsumerRecord<byte[], byte[]> letter) {
    return text(letter, DeadLetter.PARTITION)
        .equals(Integer.toString(DeadLetterFactory.AT_THE_DOOR));
  }

  private static ProducerRecord<byte[], byte[]> again(ConsumerRecord<byte[], byte[]> letter) {
    RecordHeaders headers = new RecordHeaders(letter.headers().toArray());
    for (String name :
        List.of(
            DeadLetter.TOPIC,
            DeadLetter.PARTITION,
            DeadLetter.OFFSET,
            DeadLetter.SERVICE,
            DeadLetter.REASON,
            DeadLetter.AT)) {
      headers.remove(name);
    }
    return new ProducerRecord<>(
        text(letter, DeadLetter.TOPIC), null, letter.key(), letter.value(), headers);
  }

  private static DeadLetterView view(ConsumerRecord<byte[], byte[]> letter) {
    String source =
        text(letter, DeadLetter.TOPIC)
            + "-"
            + text(letter, DeadLetter.PARTITION)
            + "-"
            + text(letter, DeadLetter.OFFSET);
    return new DeadLetterView(
        letter.topic() + "-" + letter.partition() + "-" + letter.offset(),
        isOfTheDoor(letter) ? "the door" : source,
        text(letter, DeadLetter.REASON),
        text(letter, DeadLetter.AT),
        letter.value() == null ? 0 : letter.value().length,
        !isOfTheDoor(letter));
  }

  private static String text(ConsumerRecord<byte[], byte[]> letter, String name) {
    Header header = letter.headers().lastHeader(name);
    return header == null || header.value() == null ? "" : new String(header.value(), UTF_8);
  }

  private String away() {
    return "Kafka at "
        + settings.bootstrapServers()
        + " does not answer; try again when /actuator/health says that it does";
  }
}
