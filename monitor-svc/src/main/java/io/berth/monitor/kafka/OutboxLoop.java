/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.kafka;

import io.berth.monitor.telling.OutboxBook;
import io.berth.monitor.telling.OutboxEntry;
import io.berth.monitor.telling.OutboxEntry.State;
import io.berth.monitor.telling.Receiver;
import io.berth.monitor.telling.Receiver.Answer;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a receiver what the outbox says, and writes into the outbox that it was told. A thread of
 * its own: a receiver that is away delays nobody but itself. Killed between the two, it tells the
 * same once more under the same id.
 */
public final class OutboxLoop implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(OutboxLoop.class);
  private static final Duration POLL = Duration.ofMillis(200);

  private final KafkaSettings settings;
  private final Receiver receiver;
  private final Clock clock;
  private final MeterRegistry meters;
  private final String topic;
  private final OutboxBook book = new OutboxBook();
  private final Map<TopicPartition, Long> catchUp = new HashMap<>();
  private volatile boolean stopped;
  private @Nullable Thread thread;

  public OutboxLoop(KafkaSettings settings, Receiver receiver, Clock clock, MeterRegistry meters) {
    this.settings = settings;
    this.receiver = receiver;
    this.clock = clock;
    this.meters = meters;
    this.topic = settings.name(settings.outbox());
    meters.gauge("berth.monitor.outbox.pending", book, OutboxBook::pending);
  }

  /** Begins; the outbox topic must be there. */
  public void start() {
    thread = Thread.ofPlatform().daemon().name("outbox-" + receiver.name()).start(this::run);
  }

  private void run() {
    while (!stopped) {
      try (Consumer<String, byte[]> consumer =
              new KafkaConsumer<>(
                  consumer(), new StringDeserializer(), new ByteArrayDeserializer());
          Producer<String, byte[]> producer =
              new KafkaProducer<>(
                  settings.producer(), new StringSerializer(), new ByteArraySerializer())) {
        OutboxMarks marks = new OutboxMarks(producer, topic, book);
        consumer.subscribe(java.util.List.of(topic), new FromTheBeginning(consumer));
        while (!stopped) {
          consumer.poll(POLL).forEach(this::take);
          if (caughtUp(consumer)) {
            tell(marks);
          }
        }
      } catch (WakeupException e) {
        LOG.debug("Woken up to stop");
      } catch (RuntimeException e) {
        LOG.warn("The outbox of {} begins anew: {}", receiver.name(), e.toString());
      }
    }
  }

  private Map<String, Object> consumer() {
    return Map.of(
        "bootstrap.servers",
        settings.bootstrapServers(),
        "group.id",
        settings.group() + "-outbox-" + receiver.name(),
        "enable.auto.commit",
        false,
        "auto.offset.reset",
        "earliest",
        "isolation.level",
        "read_committed",
        "session.timeout.ms",
        6000,
        "heartbeat.interval.ms",
        2000);
  }

  private void take(ConsumerRecord<String, byte[]> record) {
    try {
      book.take(record.key(), Json.read(record.value(), OutboxEntry.class));
    } catch (RuntimeException e) {
      LOG.warn("An entry of the outbox cannot be read and is left out: {}", record.key(), e);
    }
  }

  private boolean caughtUp(Consumer<String, byte[]> consumer) {
    return catchUp.entrySet().stream()
        .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
  }

  private void tell(OutboxMarks marks) {
    for (OutboxEntry entry : book.due(clock.instant())) {
      if (stopped) {
        return;
      }
      if (book.wanted(entry)) {
        answered(marks, entry, receiver.tell(entry));
      } else {
        marks.forget(entry);
      }
    }
  }

  private void answered(OutboxMarks marks, OutboxEntry entry, Answer answer) {
    int tries = book.tries(entry.id()) + 1;
    Instant now = clock.instant();
    switch (answer) {
      case Answer.Delivered delivered -> {
        count("delivered");
        LOG.info("Told {} of {} ({} tries)", receiver.name(), entry.id(), tries);
        marks.end(entry.ended(State.DELIVERED, tries, now, delivered.says()));
      }
      case Answer.Refused refused -> {
        count("refused");
        LOG.warn("{} refused {}: {}", receiver.name(), entry.id(), refused.says());
        marks.end(entry.ended(State.REFUSED, tries, now, refused.says()));
      }
      case Answer.Later later -> {
        count("failed");
        book.failed(entry.id(), now);
        LOG.warn(
            "{} did not take {}, try {}: {}", receiver.name(), entry.id(), tries, later.says());
      }
    }
  }

  private void count(String result) {
    meters
        .counter("berth.monitor.notifications", "receiver", receiver.name(), "result", result)
        .increment();
  }

  @Override
  public void close() {
    stopped = true;
    if (thread != null) {
      try {
        thread.join(Duration.ofSeconds(6));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** The book is the topic: whoever gets a partition reads it from its beginning. */
  private final class FromTheBeginning implements ConsumerRebalanceListener {
    private final Consumer<String, byte[]> consumer;

    private FromTheBeginning(Consumer<String, byte[]> consumer) {
      this.consumer = consumer;
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      book.clear();
      catchUp.clear();
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      book.clear();
      catchUp.clear();
      consumer.seekToBeginning(partitions);
      catchUp.putAll(consumer.endOffsets(partitions));
    }
  }
}
