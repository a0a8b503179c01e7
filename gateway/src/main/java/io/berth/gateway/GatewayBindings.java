/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway;

import io.berth.events.Topics;
import io.berth.events.kafka.DeserializationResult;
import io.berth.gateway.changes.ChangeFeed;
import io.berth.gateway.kafka.KafkaPublisher;
import io.berth.gateway.kafka.ReplayWindows;
import io.berth.gateway.kafka.ViewUpdater;
import io.berth.gateway.view.MaterializedView;
import io.berth.gateway.view.ViewReadiness;
import io.berth.stream.EventTemplate;
import io.berth.stream.KafkaConnection;
import io.berth.stream.ServiceTopics;
import io.berth.stream.TopicTable;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.Message;

/** The gateway's functions and clients on Kafka; {@code application.yml} binds them to topics. */
@Configuration(proxyBeanMethods = false)
class GatewayBindings {

  static final ServiceTopics TOPICS =
      new ServiceTopics(
          MaterializedView.TOPICS,
          List.of(Topics.COMMANDS, Topics.SCALING_POLICIES, Topics.SILENCES, Topics.AUDIT));

  @Bean
  ServiceTopics topics() {
    return TOPICS;
  }

  @Bean
  ViewUpdater viewUpdater(
      GatewayProperties properties,
      MaterializedView view,
      ChangeFeed feed,
      Clock clock,
      MeterRegistry meters) {
    return new ViewUpdater(properties.topic().prefix(), view, feed, clock, meters);
  }

  @Bean
  TopicTable<String, DeserializationResult> viewTable(
      GatewayProperties properties, KafkaConnection kafka, Clock clock, ViewUpdater updater) {
    TopicTable<String, DeserializationResult> table =
        new TopicTable<>(
            "facts-in-0",
            new ReplayWindows(
                properties.topic().prefix(),
                properties.board().operationsHistory(),
                properties.board().decisionsHistory()),
            kafka,
            clock,
            updater::update);
    updater.setCaughtUp(table::caughtUp);
    return table;
  }

  @Bean
  ViewReadiness viewReadiness(TopicTable<String, DeserializationResult> viewTable) {
    return viewTable::caughtUp;
  }

  /** Receives every record of the view's topics. */
  @Bean
  Consumer<Message<?>> facts(TopicTable<String, DeserializationResult> viewTable) {
    return viewTable::accept;
  }

  @Bean
  KafkaPublisher kafkaPublisher(EventTemplate events, MeterRegistry meters) {
    return new KafkaPublisher(events, meters);
  }
}
