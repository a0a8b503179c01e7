/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor;

import io.berth.monitor.kafka.KafkaObservationPublisher;
import io.berth.monitor.kafka.MonitorKafkaSettings;
import io.berth.monitor.kubernetes.KubernetesWatch;
import io.berth.monitor.notification.Receiver;
import io.berth.monitor.webhook.WebhookReceiver;
import io.berth.stream.KafkaGate;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.cloud.stream.binding.BindingsLifecycleController;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Creates the beans of the service. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(MonitorProperties.class)
class MonitorConfiguration {

  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }

  @Bean
  MonitorKafkaSettings kafkaSettings(MonitorProperties properties) {
    return new MonitorKafkaSettings(
        properties.kafka(), properties.topic().prefix(), properties.cluster());
  }

  /** Uses KUBECONFIG, or the service account inside a pod. */
  @Bean
  KubernetesClient kubernetesClient() {
    return new KubernetesClientBuilder().withHttpClientFactory(new JdkHttpClientFactory()).build();
  }

  @Bean
  KubernetesWatch kubernetesWatch(
      MonitorProperties properties,
      KubernetesClient client,
      KafkaObservationPublisher publisher,
      Clock clock,
      MeterRegistry meters) {
    return new KubernetesWatch(
        properties.cluster(),
        client,
        publisher,
        properties.samplePeriod(),
        properties.kubeletSettings(),
        clock,
        meters);
  }

  @Bean
  List<Receiver> receivers(MonitorProperties properties, Clock clock) {
    String url = Objects.requireNonNullElse(properties.webhookUrl(), "");
    if (url.isBlank()) {
      return List.of();
    }
    return List.of(
        new WebhookReceiver(
            URI.create(url),
            Objects.requireNonNullElse(properties.webhookSecret(), ""),
            Objects.requireNonNullElse(properties.externalUrl(), ""),
            clock));
  }

  /** Without receivers, the outbox is not consumed. */
  @Bean
  MonitorLifecycle lifecycle(
      KafkaGate gate,
      KubernetesWatch watch,
      List<Receiver> receivers,
      BindingsLifecycleController bindings) {
    Runnable outbox = receivers.isEmpty() ? () -> {} : () -> bindings.start(MonitorBindings.OUTBOX);
    return new MonitorLifecycle(gate, watch, outbox);
  }

  @Bean("kubernetes")
  HealthIndicator kubernetesHealth(MonitorLifecycle lifecycle) {
    return MonitorHealth.of(lifecycle::watchProblem);
  }

  /** Not part of readiness: a restart does not help, and everything except sampling works. */
  @Bean("metrics")
  HealthIndicator metricsHealth(KubernetesWatch watch) {
    return () -> MonitorHealth.ofMetrics(watch.coverage());
  }
}
