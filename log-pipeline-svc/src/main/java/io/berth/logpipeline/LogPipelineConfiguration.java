/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline;

import io.berth.logpipeline.accounting.Figures;
import io.berth.logpipeline.accounting.Tally;
import io.berth.logpipeline.elasticsearch.BulkLogIndex;
import io.berth.logpipeline.elasticsearch.Elasticsearch;
import io.berth.logpipeline.elasticsearch.ElasticsearchHealth;
import io.berth.logpipeline.elasticsearch.LogSearch;
import io.berth.logpipeline.enrichment.Enricher;
import io.berth.logpipeline.enrichment.PodTable;
import io.berth.logpipeline.forward.ChunkReceiver;
import io.berth.logpipeline.forward.ForwardLimits;
import io.berth.logpipeline.indexing.Indexer;
import io.berth.logpipeline.kafka.ConsumerLoop;
import io.berth.logpipeline.kafka.DeadLetterShelf;
import io.berth.logpipeline.kafka.EnrichedTail;
import io.berth.logpipeline.kafka.EnrichmentLoop;
import io.berth.logpipeline.kafka.FiguresLoop;
import io.berth.logpipeline.kafka.IndexingLoop;
import io.berth.logpipeline.kafka.KafkaHealth;
import io.berth.logpipeline.kafka.KafkaSettings;
import io.berth.logpipeline.kafka.PipelineTopics;
import io.berth.logpipeline.kafka.PodsReader;
import io.berth.logpipeline.kafka.RawTopic;
import io.berth.logpipeline.limits.Gate;
import io.berth.logpipeline.limits.Limits;
import io.berth.logpipeline.web.DeadLettersController;
import io.berth.logpipeline.web.LogsController;
import io.berth.logpipeline.web.Problems;
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
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Puts the parts together. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(LogPipelineProperties.class)
@Import({LogsController.class, DeadLettersController.class, Problems.class})
class LogPipelineConfiguration {

  private static final Clock CLOCK = Clock.systemUTC();

  @Bean
  KafkaSettings kafkaSettings(LogPipelineProperties properties) {
    return new KafkaSettings(
        properties.kafka(),
        properties.topicPrefix(),
        properties.logTransactions() ? UUID.randomUUID().toString() : "");
  }

  @Bean
  Elasticsearch elasticsearchClient(LogPipelineProperties properties) {
    return new Elasticsearch(properties.elasticsearch());
  }

  @Bean
  Tally tally(MeterRegistry registry) {
    return new Tally(registry);
  }

  @Bean
  PodTable podTable(MeterRegistry registry) {
    PodTable pods = new PodTable();
    registry.gauge("berth.logs.pods.known", pods, PodTable::size);
    return pods;
  }

  @Bean
  Indexer indexer(Elasticsearch elasticsearch, Tally tally) {
    return new Indexer(new BulkLogIndex(elasticsearch), tally, CLOCK);
  }

  @Bean
  EnrichedTail tail(KafkaSettings settings) {
    return new EnrichedTail(settings);
  }

  @Bean
  DeadLetterShelf deadLetters(KafkaSettings settings) {
    return new DeadLetterShelf(settings);
  }

  @Bean
  LogSearch logs(Elasticsearch elasticsearch) {
    return new LogSearch(elasticsearch);
  }

  @Bean(destroyMethod = "")
  RawTopic rawTopic(KafkaSettings settings, Tally tally) {
    return new RawTopic(settings, tally);
  }

  @Bean(destroyMethod = "")
  PipelineTopics pipelineTopics(
      LogPipelineProperties properties,
      KafkaSettings settings,
      PodTable pods,
      Indexer indexer,
      RawTopic raw,
      Tally tally,
      MeterRegistry registry) {
    Set<Part> parts = properties.parts();
    List<ConsumerLoop> loops = new ArrayList<>();
    if (parts.contains(Part.ENRICH)) {
      Gate gate = new Gate(Limits.of(properties.logLimits()), tally::dropped);
      Enricher enricher = new Enricher(pods, tally::redacted);
      loops.add(EnrichmentLoop.of(settings, enricher, gate, tally, CLOCK));
    }
    if (parts.contains(Part.INDEX)) {
      loops.add(IndexingLoop.logs(settings, indexer, tally, CLOCK));
      loops.add(IndexingLoop.platform(settings, indexer, tally, CLOCK));
    }
    loops.forEach(loop -> loop.measure(registry, CLOCK));
    FiguresLoop figures =
        new FiguresLoop(settings, new Figures(registry, tally.apps(), tally.drops()), CLOCK);
    return new PipelineTopics(
        settings,
        properties.topicPartitions(),
        properties.topicReplication(),
        parts.contains(Part.ENRICH) ? new PodsReader(settings, pods, CLOCK) : null,
        loops,
        figures,
        List.of(raw));
  }

  @Bean
  Pipeline pipeline(
      PipelineTopics topics,
      RawTopic raw,
      Tally tally,
      LogPipelineProperties properties,
      ApplicationContext context) {
    return new Pipeline(
        topics,
        new ChunkReceiver(raw, tally, ForwardLimits.DEFAULT, CLOCK),
        properties,
        exit(context));
  }

  @Bean
  KafkaHealth kafkaConnection(KafkaSettings settings) {
    return new KafkaHealth(settings);
  }

  @Bean
  HealthIndicator kafka(KafkaHealth kafka) {
    return () -> health(kafka.complaint());
  }

  @Bean
  HealthIndicator elasticsearch(
      Elasticsearch elasticsearch, Indexer indexer, LogPipelineProperties properties) {
    if (!properties.parts().contains(Part.INDEX)) {
      // Records go on without it.
      return () -> health("");
    }
    ElasticsearchHealth health = new ElasticsearchHealth(elasticsearch);
    return () -> {
      String complaint = health.complaint();
      return health(complaint.isEmpty() ? indexer.trouble() : complaint);
    };
  }

  @Bean
  HealthIndicator forwardReceiver(Pipeline pipeline) {
    return () ->
        health(pipeline.isWaiting() ? "not listening yet: it waits for Kafka's topics" : "");
  }

  private static Health health(String complaint) {
    return complaint.isEmpty()
        ? Health.up().build()
        : Health.down().withDetail("reason", complaint).build();
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
