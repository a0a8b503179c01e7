/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor;

import io.berth.monitor.kafka.AlertStream;
import io.berth.monitor.kafka.KafkaPublications;
import io.berth.monitor.kafka.KafkaSettings;
import io.berth.monitor.kafka.OutboxLoop;
import io.berth.monitor.kubernetes.KubernetesWatch;
import io.berth.monitor.telling.Receivers;
import io.berth.monitor.webhook.WebhookReceiver;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Composes the service. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(MonitorProperties.class)
class MonitorConfiguration {

  private final ApplicationContext context;

  MonitorConfiguration(ApplicationContext context) {
    this.context = context;
  }

  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }

  @Bean
  KafkaSettings kafkaSettings(MonitorProperties properties) {
    return new KafkaSettings(
        properties.kafka(),
        Objects.requireNonNullElse(properties.topicPrefix(), ""),
        properties.topicPartitions(),
        properties.topicReplication(),
        properties.cluster(),
        properties.stateDir());
  }

  /** Reads KUBECONFIG, or in a pod the service account. */
  @Bean
  KubernetesClient kubernetesClient() {
    return new KubernetesClientBuilder().withHttpClientFactory(new JdkHttpClientFactory()).build();
  }

  @Bean
  KafkaPublications publications(KafkaSettings settings) {
    return new KafkaPublications(settings);
  }

  @Bean
  KubernetesWatch kubernetesWatch(
      MonitorProperties properties,
      KubernetesClient client,
      KafkaPublications publications,
      Clock clock,
      MeterRegistry meters) {
    return new KubernetesWatch(
        properties.cluster(), client, publications, properties.samplePeriod(), clock, meters);
  }

  @Bean
  AlertStream alertStream(
      MonitorProperties properties,
      KafkaSettings settings,
      Receivers receivers,
      Clock clock,
      MeterRegistry meters) {
    return new AlertStream(settings, properties.alertTimeScale(), receivers.names(), clock, meters);
  }

  @Bean
  Receivers receivers(MonitorProperties properties, Clock clock) {
    String url = Objects.requireNonNullElse(properties.webhookUrl(), "");
    if (url.isBlank()) {
      return new Receivers(List.of());
    }
    return new Receivers(
        List.of(
            new WebhookReceiver(
                URI.create(url),
                Objects.requireNonNullElse(properties.webhookSecret(), ""),
                Objects.requireNonNullElse(properties.externalUrl(), ""),
                clock)));
  }

  @Bean
  MonitorLifecycle lifecycle(
      KafkaSettings settings,
      AlertStream stream,
      KubernetesWatch watch,
      Receivers receivers,
      Clock clock,
      MeterRegistry meters) {
    List<OutboxLoop> outboxes =
        receivers.all().stream()
            .map(receiver -> new OutboxLoop(settings, receiver, clock, meters))
            .toList();
    return new MonitorLifecycle(settings, stream, watch, outboxes, exit(context));
  }

  @Bean("kafka")
  HealthIndicator kafkaHealth(MonitorLifecycle lifecycle, AlertStream stream) {
    return MonitorHealth.of(() -> lifecycle.problem().or(stream::problem));
  }

  @Bean("kubernetes")
  HealthIndicator kubernetesHealth(MonitorLifecycle lifecycle, KubernetesWatch watch) {
    return MonitorHealth.of(
        () ->
            lifecycle.problem().isPresent()
                ? Optional.of("waits for Kafka before it watches")
                : Optional.ofNullable(watch.problem()));
  }

  /**
   * Ends the process. On a thread of its own: the one that found the fault is to be stopped too.
   */
  private static Runnable exit(ApplicationContext context) {
    return () ->
        Thread.ofPlatform()
            .name("exit")
            .start(() -> System.exit(SpringApplication.exit(context, () -> 1)));
  }
}
