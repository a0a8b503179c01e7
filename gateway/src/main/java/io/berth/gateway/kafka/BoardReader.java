/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.kafka;

import io.berth.events.Envelope;
import io.berth.events.Topic;
import io.berth.events.kafka.MisdeclaredTopics;
import io.berth.events.kafka.Received;
import io.berth.gateway.board.Board;
import io.berth.gateway.board.Change;
import io.berth.gateway.board.Fact;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the topics of the board, all partitions, from as far back as they are wanted, and goes on
 * for ever. It needs no consumer group: every gateway has the whole board. When Kafka is away it
 * waits, and goes on where it was.
 */
public final class BoardReader implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(BoardReader.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(3);

  private final KafkaSettings settings;
  private final Board board;
  private final Consumer<Change> watchers;
  private final Clock clock;
  private final MeterRegistry meters;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Map<String, Topic> topics;
  private final Thread thread = new Thread(this::run, "board-reader");

  private volatile @Nullable String trouble = "not connected yet";
  private volatile boolean caughtUp;
  private volatile Runnable fatal = () -> {};

  /**
   * @param watchers are told each change once the board has caught up
   */
  public BoardReader(
      KafkaSettings settings,
      Board board,
      Consumer<Change> watchers,
      Clock clock,
      MeterRegistry meters) {
    this.settings = settings;
    this.board = board;
    this.watchers = watchers;
    this.clock = clock;
    this.meters = meters;
    this.topics =
        Board.TOPICS.stream()
            .collect(Collectors.toMap(topic -> settings.topics().prefix() + topic, topic -> topic));
    thread.setDaemon(true);
  }

  /** What to do when nothing but another start will help: a topic is mis-declared. */
  public void onFatal(Runnable end) {
    fatal = end;
  }

  public void start() {
    thread.start();
  }

  /** What is wrong with Kafka, in a sentence; null when all is well. */
  public @Nullable String trouble() {
    return trouble;
  }

  /** Whether the board shows everything that was on the topics when the gateway started. */
  public boolean caughtUp() {
    return caughtUp;
  }

  private void run() {
    while (stopped.getCount() > 0) {
      try (var consumer = KafkaConsumers.create(settings.bootstrapServers())) {
        Declaration.ensure(settings);
        read(consumer);
      } catch (WakeupException _) {
        return;
      } catch (MisdeclaredTopics e) {
        trouble = e.getMessage();
        LOG.error("The gateway cannot start: {}", e.getMessage());
        fatal.run();
        return;
      } catch (KafkaException | IllegalStateException e) {
        trouble = "Kafka at " + settings.bootstrapServers() + ": " + e.getMessage();
        LOG.warn("{}; trying again", trouble);
      } catch (InterruptedException _) {
        return;
      }
      pause();
    }
  }

  private void pause() {
    try {
      if (stopped.await(1, TimeUnit.SECONDS)) {
        LOG.debug("stopping");
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void read(KafkaConsumer<String, @Nullable Received> consumer) {
    Places places = new Places(consumer, topics, settings);
    places.followAll(clock.instant());
    trouble = null;
    Instant look = clock.instant().plus(LOOK_EVERY);
    while (stopped.getCount() > 0) {
      for (ConsumerRecord<String, @Nullable Received> record : consumer.poll(POLL)) {
        take(record);
      }
      if (!caughtUp && places.reachedTheEnd()) {
        caughtUp = true;
        LOG.info("the board has caught up with {} partitions", consumer.assignment().size());
      }
      if (clock.instant().isAfter(look)) {
        look(places);
        look = clock.instant().plus(LOOK_EVERY);
      }
    }
  }

  /** Whether Kafka answers, and whether topics were given more partitions. */
  private void look(Places places) {
    try {
      places.followAll(clock.instant());
      trouble = null;
    } catch (TimeoutException _) {
      trouble =
          "Kafka at "
              + settings.bootstrapServers()
              + " does not answer. What you see is from before; commands are not taken until it is"
              + " back.";
    }
  }

  private void take(ConsumerRecord<String, @Nullable Received> record) {
    Topic topic = topics.get(record.topic());
    if (topic == null || record.key() == null) {
      return;
    }
    Envelope<?> envelope = null;
    if (record.value() instanceof Received.Readable(Envelope<?> readable)) {
      envelope = readable;
    } else if (record.value() != null) {
      setAside(record, record.value().getClass().getSimpleName());
      return;
    }
    try {
      board
          .on(new Fact(topic, record.key(), envelope), clock.instant())
          .filter(_ -> caughtUp)
          .ifPresent(watchers);
    } catch (RuntimeException e) {
      // One record that the board cannot take must not blind it for all others.
      setAside(record, e.toString());
    }
  }

  /** The service that the record is for answers it; here it only cannot be shown. */
  private void setAside(ConsumerRecord<String, @Nullable Received> record, String why) {
    meters.counter("berth.gateway.board.set.aside", "topic", record.topic()).increment();
    LOG.warn(
        "not shown: {}-{} at {}: {}", record.topic(), record.partition(), record.offset(), why);
  }

  @Override
  public void close() {
    stopped.countDown();
    try {
      thread.join(Duration.ofSeconds(3));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
