/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline;

import io.berth.events.Topic;
import io.berth.events.Topics;
import io.berth.logpipeline.enrichment.PodTable;
import io.berth.logpipeline.kafka.KafkaClientFactory;
import io.berth.logpipeline.kafka.KafkaLiveTail;
import io.berth.logpipeline.kafka.PipelineMetricPublisher;
import io.berth.logpipeline.kafka.PlatformEventReader;
import io.berth.logpipeline.kafka.PodTableReader;
import io.berth.logpipeline.metrics.PipelineMetricSamples;
import io.berth.logpipeline.metrics.PipelineMetrics;
import io.berth.stream.EventTemplate;
import io.berth.stream.KafkaConnection;
import io.berth.stream.ServiceTopics;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.springframework.cloud.stream.binding.BindingsLifecycleController;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.Message;

/**
 * Declares the bindings of the service; {@code application.yml} maps them to topics. Log records
 * themselves go through plain Kafka clients: see ADR 10.
 */
@Configuration(proxyBeanMethods = false)
class LogPipelineBindings {

  private static final Clock CLOCK = Clock.systemUTC();

  /** Read by the consumer loops and by the dead-letter reader. */
  static final List<Topic> READ_BY_PLAIN_CLIENTS =
      Stream.of(
              Stream.of(Topics.LOGS_RAW, Topics.LOGS_ENRICHED),
              PlatformEventReader.TOPICS.stream(),
              Stream.of(Topics.LOGS_RAW.deadLetters(), Topics.LOGS_ENRICHED.deadLetters()))
          .flatMap(topics -> topics)
          .toList();

  static final ServiceTopics TOPICS =
      new ServiceTopics(
          Stream.concat(Stream.of(Topics.PODS), READ_BY_PLAIN_CLIENTS.stream()).toList(),
          Stream.concat(
                  Stream.of(Topics.METRICS, Topics.LOGS_RAW, Topics.LOGS_ENRICHED),
                  Stream.concat(
                          Stream.of(Topics.LOGS_RAW, Topics.LOGS_ENRICHED),
                          PlatformEventReader.TOPICS.stream())
                      .map(Topic::deadLetters))
              .toList());

  @Bean
  ServiceTopics topics() {
    return TOPICS;
  }

  @Bean
  PodTableReader podsReader(KafkaConnection kafka, PodTable podTable) {
    return new PodTableReader(kafka, podTable, CLOCK);
  }

  /** Reads pod facts; started where this instance enriches. */
  @Bean
  Consumer<Message<?>> pods(PodTableReader podsReader) {
    return podsReader::accept;
  }

  @Bean
  KafkaLiveTail enrichedTail(
      KafkaClientFactory settings, KafkaConnection kafka, BindingsLifecycleController bindings) {
    return new KafkaLiveTail(
        settings.nameOf(Topics.LOGS_ENRICHED),
        kafka,
        new KafkaLiveTail.BindingControl() {
          @Override
          public void start(String binding) {
            bindings.start(binding);
          }

          @Override
          public void stop(String binding) {
            bindings.stop(binding);
          }
        });
  }

  /** Streams enriched logs; started while there are subscribers. */
  @Bean
  Consumer<Message<?>> tail(KafkaLiveTail enrichedTail) {
    return enrichedTail::accept;
  }

  /** Publishes the metrics of the pipeline. */
  @Bean
  PipelineMetricPublisher metricPublisher(
      EventTemplate events, MeterRegistry registry, PipelineMetrics metrics) {
    return new PipelineMetricPublisher(
        events, new PipelineMetricSamples(registry, metrics.apps(), metrics.drops()), CLOCK);
  }
}
