/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline;

import io.berth.logpipeline.accounting.Tally;
import io.berth.logpipeline.forward.ChunkReceiver;
import io.berth.logpipeline.forward.ForwardLimits;
import io.berth.logpipeline.kafka.KafkaSettings;
import io.berth.logpipeline.kafka.PipelineTopics;
import io.berth.logpipeline.kafka.RawTopic;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the parts together. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(LogPipelineProperties.class)
class LogPipelineConfiguration {

  @Bean
  KafkaSettings kafkaSettings(LogPipelineProperties properties) {
    return new KafkaSettings(properties.kafka(), properties.topicPrefix());
  }

  @Bean
  Tally tally(MeterRegistry registry) {
    return new Tally(registry);
  }

  @Bean(destroyMethod = "")
  RawTopic rawTopic(KafkaSettings settings, Tally tally) {
    return new RawTopic(settings, tally);
  }

  @Bean
  PipelineTopics pipelineTopics(
      KafkaSettings settings, LogPipelineProperties properties, RawTopic raw) {
    return new PipelineTopics(
        settings,
        properties.topicPartitions(),
        properties.topicReplication(),
        List.of(),
        List.of(raw));
  }

  @Bean
  Pipeline pipeline(
      PipelineTopics topics,
      RawTopic raw,
      Tally tally,
      LogPipelineProperties properties,
      ConfigurableApplicationContext context) {
    var receiver = new ChunkReceiver(raw, tally, ForwardLimits.DEFAULT, Clock.systemUTC());
    return new Pipeline(
        topics,
        receiver,
        properties.forwardPort(),
        () -> System.exit(SpringApplication.exit(context, () -> 1)));
  }
}
