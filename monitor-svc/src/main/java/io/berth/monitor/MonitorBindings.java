/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor;

import io.berth.events.Topics;
import io.berth.events.kafka.DeserializationResult;
import io.berth.monitor.alerting.SubjectState;
import io.berth.monitor.kafka.AlertTopology;
import io.berth.monitor.kafka.EventSerdes;
import io.berth.monitor.kafka.KafkaObservationPublisher;
import io.berth.monitor.kafka.MonitorKafkaSettings;
import io.berth.monitor.kafka.OutboxConsumer;
import io.berth.monitor.kafka.PartitionCount;
import io.berth.monitor.notification.Receiver;
import io.berth.monitor.observation.Observation;
import io.berth.stream.EventTemplate;
import io.berth.stream.KafkaConnection;
import io.berth.stream.ServiceTopics;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.config.StreamsBuilderFactoryBeanConfigurer;
import org.springframework.messaging.Message;

/** The service's Kafka bindings; {@code application.yml} maps them to topics. */
@Configuration(proxyBeanMethods = false)
class MonitorBindings {

  static final String OUTBOX = "outbox-in-0";

  static ServiceTopics topicsOf(MonitorKafkaSettings settings) {
    return new ServiceTopics(
        List.of(
            Topics.COMMANDS,
            Topics.OPERATIONS,
            Topics.ALERT_RULES,
            Topics.SILENCES,
            settings.observations(),
            settings.outbox(),
            Topics.PODS,
            Topics.CLUSTER_EVENTS),
        List.of(
            Topics.PODS,
            Topics.METRICS,
            Topics.CLUSTER_EVENTS,
            settings.observations(),
            Topics.ALERTS,
            Topics.ALERT_HISTORY,
            settings.outbox()));
  }

  @Bean
  ServiceTopics topics(MonitorKafkaSettings settings) {
    return topicsOf(settings);
  }

  @Bean
  KafkaObservationPublisher publisher(
      MonitorKafkaSettings settings, EventTemplate events, KafkaConnection kafka) {
    return new KafkaObservationPublisher(
        settings, events, new PartitionCount(kafka, settings.name(settings.observations())));
  }

  @Bean
  OutboxConsumer outboxConsumer(
      MonitorKafkaSettings settings,
      EventTemplate events,
      List<Receiver> receivers,
      Clock clock,
      MeterRegistry meters) {
    return new OutboxConsumer(
        OUTBOX, settings.name(settings.outbox()), events, receivers, clock, meters);
  }

  /** Consumes the outbox. */
  @Bean
  Consumer<Message<?>> outbox(OutboxConsumer outboxConsumer) {
    return outboxConsumer::accept;
  }

  @Bean
  AlertTopology alertTopology(
      MonitorProperties properties,
      MonitorKafkaSettings settings,
      List<Receiver> receivers,
      Clock clock,
      MeterRegistry meters) {
    List<String> names = receivers.stream().map(Receiver::name).toList();
    return new AlertTopology(settings, properties.alertTimeScale(), names, clock, meters);
  }

  /** Commands and operations; observations → the streams of {@link AlertTopology#of}, in order. */
  @Bean
  Function<
          KStream<String, DeserializationResult>,
          Function<KStream<String, Observation>, KStream<String, Object>[]>>
      alerts(AlertTopology alertTopology) {
    return commands -> observations -> array(alertTopology.of(commands, observations));
  }

  @SuppressWarnings("unchecked") // an array of a generic type
  private static KStream<String, Object>[] array(List<KStream<String, Object>> outputs) {
    return outputs.toArray(KStream[]::new);
  }

  /** Rules and silences are global tables, read by every instance; bindings do not support them. */
  @Bean
  StreamsBuilderFactoryBeanConfigurer rulesAndSilences(AlertTopology alertTopology) {
    return factory -> factory.setInfrastructureCustomizer(alertTopology);
  }

  @Bean
  StoreBuilder<KeyValueStore<String, SubjectState>> subjects() {
    return AlertTopology.states();
  }

  @Bean
  Serde<Observation> observationSerde() {
    return AlertTopology.observations();
  }

  @Bean
  Serde<DeserializationResult> receivedSerde() {
    return EventSerdes.received();
  }

  @Bean
  Serde<Object> writtenSerde() {
    return EventSerdes.written();
  }
}
