/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.stream.streams;

import io.berth.stream.KafkaCondition;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KafkaStreams.State;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.config.StreamsBuilderFactoryBean;
import org.springframework.kafka.config.StreamsBuilderFactoryBeanConfigurer;
import org.springframework.kafka.streams.KafkaStreamsMicrometerListener;

/**
 * Keeps topologies running: a failed thread is replaced, and Kafka Streams is restarted after it
 * has failed. The service is not healthy before each topology has its partitions and state; the
 * binder's own health indicator would report that it is.
 */
final class StreamsSupervisor implements StreamsBuilderFactoryBeanConfigurer, KafkaCondition {

  private static final Logger LOG = LoggerFactory.getLogger(StreamsSupervisor.class);
  private static final Duration RESTART_DELAY = Duration.ofSeconds(1);
  private static final String GLOBAL_THREAD = "GlobalStreamThread";

  private final Consumer<Runnable> gate;
  private final List<StreamsBuilderFactoryBean> factories = new CopyOnWriteArrayList<>();

  /** Kept here, because the factories are locked while they start. */
  private final Map<StreamsBuilderFactoryBean, KafkaStreams> started = new ConcurrentHashMap<>();

  private volatile @Nullable String lastFailure;

  /**
   * @param gate runs a task when Kafka is available, and retries it until it succeeds
   */
  StreamsSupervisor(Consumer<Runnable> gate) {
    this.gate = gate;
  }

  @Override
  public void configure(StreamsBuilderFactoryBean factory) {
    factories.add(factory);
    // Called last: replaces the binder's own exception handler, which would shut the client down.
    factory.setKafkaStreamsCustomizer(streams -> supervise(factory, streams));
  }

  private void supervise(StreamsBuilderFactoryBean factory, KafkaStreams streams) {
    started.put(factory, streams);
    // Hundreds of meters, twice; the services have their own counters.
    factory.getListeners().stream()
        .filter(KafkaStreamsMicrometerListener.class::isInstance)
        .toList()
        .forEach(factory::removeListener);
    streams.setUncaughtExceptionHandler(this::handleFailure);
    streams.setStateListener(
        (state, _) -> {
          if (state == State.ERROR) {
            LOG.error("Kafka Streams has failed and is restarted: {}", lastFailure);
            gate.accept(() -> restart(factory, streams));
          } else if (state == State.RUNNING) {
            LOG.info("Kafka Streams is running: it has its partitions and has restored its state");
          }
        });
  }

  private StreamThreadExceptionResponse handleFailure(Throwable failure) {
    LOG.error("A Kafka Streams thread failed and is replaced", failure);
    lastFailure = failure.toString();
    // Kafka Streams cannot replace the global thread: it would start a stream thread instead and
    // continue without global tables.
    return Thread.currentThread().getName().endsWith(GLOBAL_THREAD)
        ? StreamThreadExceptionResponse.SHUTDOWN_CLIENT
        : StreamThreadExceptionResponse.REPLACE_THREAD;
  }

  /** Unless it was stopped, by the binder at shutdown or by an operator. */
  private void restart(StreamsBuilderFactoryBean factory, KafkaStreams failed) {
    if (factory.getKafkaStreams() == failed) {
      factory.stop();
      LockSupport.parkNanos(RESTART_DELAY.toNanos());
      gate.accept(factory::start);
    }
  }

  @Override
  public Optional<String> problem() {
    return factories.stream().map(this::problem).filter(Objects::nonNull).findFirst();
  }

  private @Nullable String problem(StreamsBuilderFactoryBean factory) {
    KafkaStreams streams = started.get(factory);
    if (streams == null) {
      return "Kafka Streams is not started";
    }
    State state = streams.state();
    return switch (state) {
      case RUNNING -> null;
      case CREATED, REBALANCING -> "Kafka Streams is getting its partitions and its state";
      case PENDING_SHUTDOWN, NOT_RUNNING, PENDING_ERROR, ERROR ->
          "Kafka Streams is " + state + (lastFailure == null ? "" : ": " + lastFailure);
    };
  }
}
