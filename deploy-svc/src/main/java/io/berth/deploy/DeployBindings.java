/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy;

import io.berth.deploy.kafka.KafkaAccess;
import io.berth.deploy.kafka.KafkaConnections;
import io.berth.deploy.kafka.KeyOrderedConsumer;
import io.berth.deploy.queue.MonotonicClock;
import io.berth.events.Topics;
import io.berth.stream.EventTemplate;
import io.berth.stream.KafkaConnection;
import io.berth.stream.ServiceTopics;
import io.berth.stream.TopicTable;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.Message;

/** The function beans of the service; {@code application.yml} binds them to topics. */
@Configuration(proxyBeanMethods = false)
class DeployBindings {

  static final ServiceTopics TOPICS =
      new ServiceTopics(
          List.of(
              Topics.COMMANDS,
              Topics.SCALING_DECISIONS,
              Topics.SCALING_POLICIES,
              Topics.OPERATIONS,
              Topics.ALERTS,
              Topics.APPS),
          List.of(
              Topics.OPERATIONS,
              Topics.APPS,
              Topics.COMMANDS.deadLetters(),
              Topics.SCALING_DECISIONS.deadLetters()));

  @Bean
  ServiceTopics topics() {
    return TOPICS;
  }

  @Bean
  MonotonicClock steadyTime() {
    return new MonotonicClock(InstantSource.system(), System::nanoTime);
  }

  @Bean
  KafkaConnections wire(
      DeployProperties properties,
      KafkaAccess access,
      KafkaConnection kafka,
      EventTemplate events,
      MonotonicClock clock) {
    return new KafkaConnections(properties.cluster(), access, kafka, events, clock);
  }

  @Bean
  KeyOrderedConsumer commandConsumer(DeployLifecycle service) {
    return service.commands();
  }

  /** Commands for every cluster, in key order. */
  @Bean
  Consumer<Message<?>> commands(KeyOrderedConsumer commandConsumer) {
    return commandConsumer::accept;
  }

  @Bean
  KeyOrderedConsumer decisionConsumer(DeployLifecycle service) {
    return service.decisions();
  }

  /** Scaling decisions, in key order with the application's commands. */
  @Bean
  Consumer<Message<?>> decisions(KeyOrderedConsumer decisionConsumer) {
    return decisionConsumer::accept;
  }

  @Bean
  TopicTable<byte[], byte[]> policyTable(KafkaConnections kafka) {
    return kafka.policyTable();
  }

  /** Scaling policies: who owns an application's replica count. */
  @Bean
  Consumer<Message<?>> policies(TopicTable<byte[], byte[]> policyTable) {
    return policyTable::accept;
  }

  @Bean
  TopicTable<byte[], byte[]> fleetTable(KafkaConnections kafka) {
    return kafka.fleetTable();
  }

  /** Verdicts of every cluster, and alerts. */
  @Bean
  Consumer<Message<?>> fleet(TopicTable<byte[], byte[]> fleetTable) {
    return fleetTable::accept;
  }
}
