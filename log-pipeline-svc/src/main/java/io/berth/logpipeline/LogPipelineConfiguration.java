/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline;

import io.berth.logpipeline.enrichment.Enricher;
import io.berth.logpipeline.enrichment.PodTable;
import io.berth.logpipeline.forward.ChunkReceiver;
import io.berth.logpipeline.forward.ForwardLimits;
import io.berth.logpipeline.indexing.Indexer;
import io.berth.logpipeline.indexing.LogIndex;
import io.berth.logpipeline.kafka.BatchListenerContainer;
import io.berth.logpipeline.kafka.DeadLetterReader;
import io.berth.logpipeline.kafka.EnrichmentHandler;
import io.berth.logpipeline.kafka.IndexingHandler;
import io.berth.logpipeline.kafka.KafkaClientFactory;
import io.berth.logpipeline.kafka.PipelineConsumers;
import io.berth.logpipeline.kafka.PipelineMetricPublisher;
import io.berth.logpipeline.kafka.PodTableReader;
import io.berth.logpipeline.kafka.RawLogProducer;
import io.berth.logpipeline.limits.LimitFilter;
import io.berth.logpipeline.limits.LogLimits;
import io.berth.logpipeline.metrics.PipelineMetrics;
import io.berth.logpipeline.web.DeadLettersController;
import io.berth.logpipeline.web.LogApiExceptionHandler;
import io.berth.logpipeline.web.LogsController;
import io.berth.stream.KafkaGate;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.cloud.stream.binding.BindingsLifecycleController;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Creates the beans of the service. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(LogPipelineProperties.class)
@Import({
  LogPipelineBindings.class,
  ElasticsearchConfiguration.class,
  LogsController.class,
  DeadLettersController.class,
  LogApiExceptionHandler.class
})
class LogPipelineConfiguration {

  private static final Clock CLOCK = Clock.systemUTC();

  @Bean
  KafkaClientFactory kafkaSettings(LogPipelineProperties properties) {
    return new KafkaClientFactory(
        properties.kafka(),
        properties.topic().prefix(),
        properties.logTransactions() ? UUID.randomUUID().toString() : "");
  }

  @Bean
  PipelineMetrics metrics(MeterRegistry registry) {
    return new PipelineMetrics(registry);
  }

  @Bean
  PodTable podTable(MeterRegistry registry) {
    PodTable pods = new PodTable();
    registry.gauge("berth.logs.pods.known", pods, PodTable::size);
    return pods;
  }

  @Bean
  Indexer indexer(LogIndex index, PipelineMetrics metrics) {
    return new Indexer(index, metrics, CLOCK);
  }

  @Bean
  DeadLetterReader deadLetters(KafkaClientFactory settings) {
    return new DeadLetterReader(settings);
  }

  @Bean(destroyMethod = "")
  RawLogProducer rawTopic(KafkaClientFactory settings, PipelineMetrics metrics) {
    return new RawLogProducer(settings, metrics);
  }

  @Bean(destroyMethod = "")
  PipelineConsumers pipelineTopics(
      LogPipelineProperties properties,
      KafkaClientFactory settings,
      PodTable pods,
      PodTableReader podsReader,
      Indexer indexer,
      RawLogProducer raw,
      PipelineMetricPublisher metricPublisher,
      PipelineMetrics metrics,
      MeterRegistry registry) {
    Set<PipelineRole> parts = properties.parts();
    List<BatchListenerContainer> containers = new ArrayList<>();
    if (parts.contains(PipelineRole.ENRICH)) {
      LimitFilter gate = new LimitFilter(LogLimits.of(properties.logLimits()), metrics::dropped);
      Enricher enricher = new Enricher(pods, metrics::redacted);
      containers.add(EnrichmentHandler.of(settings, enricher, gate, metrics, CLOCK));
    }
    if (parts.contains(PipelineRole.INDEX)) {
      containers.add(IndexingHandler.logs(settings, indexer, metrics, CLOCK));
      containers.add(IndexingHandler.platform(settings, indexer, metrics, CLOCK));
    }
    containers.forEach(container -> container.measure(registry, CLOCK));
    return new PipelineConsumers(
        parts.contains(PipelineRole.ENRICH) ? podsReader : null,
        containers,
        metricPublisher,
        List.of(raw));
  }

  @Bean
  LogPipelineLifecycle pipeline(
      KafkaGate gate,
      BindingsLifecycleController bindings,
      PipelineConsumers topics,
      RawLogProducer raw,
      PipelineMetrics metrics,
      LogPipelineProperties properties,
      ApplicationContext context) {
    return new LogPipelineLifecycle(
        gate,
        () -> bindings.start(PodTableReader.BINDING),
        topics,
        new ChunkReceiver(raw, metrics, ForwardLimits.DEFAULT, CLOCK),
        properties,
        exit(context));
  }

  @Bean
  HealthIndicator forwardReceiver(LogPipelineLifecycle pipeline) {
    return () ->
        health(pipeline.isWaiting() ? "not listening yet: it waits for Kafka's topics" : "");
  }

  static Health health(String problem) {
    return problem.isEmpty()
        ? Health.up().build()
        : Health.down().withDetail("reason", problem).build();
  }

  /**
   * Ends the process. On a thread of its own: the one that found the fault is to be stopped too.
   */
  private static Runnable exit(ApplicationContext context) {
    return () ->
        Thread.ofPlatform()
            .name("exit")
            .daemon(false) // as its parent is: the end would come before the exit code
            .start(() -> System.exit(SpringApplication.exit(context, () -> 1)));
  }
}
