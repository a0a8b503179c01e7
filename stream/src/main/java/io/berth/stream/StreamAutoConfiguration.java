/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.stream;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.cloud.stream.binder.BinderFactory;
import org.springframework.cloud.stream.binder.kafka.KafkaBinderMetrics;
import org.springframework.cloud.stream.binder.kafka.KafkaListenerContainerCustomizer;
import org.springframework.cloud.stream.binding.BindingService;
import org.springframework.cloud.stream.config.BindingServiceProperties;
import org.springframework.cloud.stream.config.ConsumerEndpointCustomizer;
import org.springframework.cloud.stream.config.ProducerMessageHandlerCustomizer;
import org.springframework.cloud.stream.function.StreamBridge;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.integration.kafka.inbound.KafkaMessageDrivenChannelAdapter;
import org.springframework.integration.kafka.outbound.KafkaProducerMessageHandler;
import org.springframework.kafka.support.ProducerListener;
import org.springframework.scheduling.TaskScheduler;
import tools.jackson.databind.ObjectMapper;

/**
 * Kafka beans of every service of the suite. A service declares a {@link ServiceTopics} and its
 * functions, and binds them in its {@code application.yml}. Applications of other teams, which
 * declare no {@link ServiceTopics}, keep Spring Cloud Stream's defaults.
 */
@AutoConfiguration(
    beforeName = "org.springframework.cloud.stream.config.BindingServiceConfiguration")
@ConditionalOnBean(ServiceTopics.class)
@EnableConfigurationProperties(StreamProperties.class)
public class StreamAutoConfiguration {

  @Bean
  KafkaConnection kafkaConnection(StreamProperties properties) {
    return new KafkaConnection(properties.kafka());
  }

  @Bean
  KafkaGate kafkaGate(
      StreamProperties properties, ServiceTopics topics, ApplicationContext context) {
    return new KafkaGate(properties.kafka(), properties.topic(), topics, exit(context));
  }

  @Bean
  BindingService bindingService(
      BindingServiceProperties properties,
      BinderFactory binders,
      TaskScheduler scheduler,
      ObjectProvider<ObjectMapper> mapper,
      KafkaGate gate) {
    return new DeferredBindingService(
        properties, binders, scheduler, mapper.getIfAvailable(ObjectMapper::new), gate);
  }

  @Bean
  EventTemplate eventTemplate(
      StreamBridge bridge, KafkaGate gate, StreamProperties properties, ServiceTopics topics) {
    return new EventTemplate(new BindingSender(bridge, gate), properties.topic().prefix(), topics);
  }

  @Bean
  KafkaHealth kafkaHealthIndicator(
      KafkaGate gate,
      KafkaConnection kafka,
      ObjectProvider<KafkaCondition> conditions,
      ObjectProvider<TopicTable<?, ?>> tables) {
    return new KafkaHealth(
        gate, kafka, conditions.orderedStream().toList(), tables.orderedStream().toList());
  }

  /** Functions receive the source record, with its headers and bytes. */
  @Bean
  ConsumerEndpointCustomizer<KafkaMessageDrivenChannelAdapter<?, ?>> sourceRecords() {
    return (endpoint, _, _) -> endpoint.setBindSourceRecord(true);
  }

  @Bean
  KafkaListenerContainerCustomizer containers(ObjectProvider<BindingCustomizer> customizers) {
    Map<String, BindingCustomizer> byBinding =
        customizers
            .orderedStream()
            .collect(Collectors.toMap(BindingCustomizer::bindingName, Function.identity()));
    return (container, _, _, properties) -> {
      BindingCustomizer customizer = byBinding.get(properties.getBindingName());
      if (customizer != null) {
        customizer.configure(container);
      }
    };
  }

  @Bean
  ProducerMessageHandlerCustomizer<KafkaProducerMessageHandler<?, ?>> producerFutures() {
    return (handler, _) -> BindingSender.returnFutures(handler);
  }

  /** Callers handle failures; Spring Kafka's default listener would log keys and payloads. */
  @Bean
  ProducerListener<Object, Object> producerListener() {
    return new ProducerListener<>() {};
  }

  /** The binder's default would start a consumer per group to measure its lag. */
  @Bean
  KafkaBinderMetrics kafkaBinderMetrics() {
    return new DisabledBinderMetrics();
  }

  /**
   * Ends the process on its own thread, because the calling one is stopped too. The thread is no
   * daemon, which it would inherit from the caller: with the context closed, the JVM would exit
   * before the exit code is set.
   */
  private static Runnable exit(ApplicationContext context) {
    return () ->
        Thread.ofPlatform()
            .name("exit")
            .daemon(false)
            .start(() -> System.exit(SpringApplication.exit(context, () -> 1)));
  }
}
