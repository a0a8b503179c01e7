/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.kafka;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KafkaStreams.State;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.LogAndContinueExceptionHandler;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stream that evaluates. Exactly-once: the state of an alert, its transition and what is to be
 * told of it are written together or not at all, also when the process is killed.
 */
public final class AlertStream implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(AlertStream.class);

  private final KafkaSettings settings;
  private final AlertTopology topology;
  private @Nullable KafkaStreams streams;

  /**
   * @param timeScale what the durations of the built-in rules are multiplied with
   * @param receivers the names of those who are told
   */
  public AlertStream(
      KafkaSettings settings,
      double timeScale,
      List<String> receivers,
      Clock clock,
      MeterRegistry meters) {
    this.settings = settings;
    this.topology = new AlertTopology(settings, timeScale, receivers, clock, meters);
  }

  /** Begins; the topics must be there. */
  public void start() {
    streams = new KafkaStreams(topology.build(), properties());
    streams.setUncaughtExceptionHandler(
        failure -> {
          LOG.error("The evaluating stream failed and begins anew", failure);
          return StreamThreadExceptionResponse.REPLACE_THREAD;
        });
    streams.start();
  }

  /** What is wrong; empty while it runs or is about to. */
  public Optional<String> problem() {
    KafkaStreams now = streams;
    if (now == null) {
      return Optional.of("the evaluating stream was not started yet");
    }
    State state = now.state();
    return state == State.RUNNING
        ? Optional.empty()
        : Optional.of("the evaluating stream is " + state);
  }

  private Properties properties() {
    Properties properties = new Properties();
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, settings.group());
    properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers());
    properties.put(StreamsConfig.STATE_DIR_CONFIG, settings.stateDir().toString());
    properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    // The time from an alert to whoever reads only what is committed.
    properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 100);
    properties.put(StreamsConfig.POLL_MS_CONFIG, 50);
    properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 1);
    properties.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0);
    properties.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, Short.toString(settings.replication()));
    properties.put(
        StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG,
        LogAndContinueExceptionHandler.class);
    // Another instance, or this one after a crash, takes over within seconds.
    // The changelog is made at the first start and written at once: of two batches under way to
    // one that has no leader yet, the first could be overtaken and lost (KAFKA-15591).
    properties.put(
        StreamsConfig.producerPrefix(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION), 1);
    properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), 6000);
    properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), 2000);
    properties.put(
        StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
    return properties;
  }

  @Override
  public void close() {
    if (streams != null) {
      streams.close(TopicsReady.closing());
    }
  }
}
