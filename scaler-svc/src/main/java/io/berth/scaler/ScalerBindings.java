/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.scaler;

import io.berth.events.Topics;
import io.berth.scaler.kafka.ScalerMeters;
import io.berth.scaler.kafka.ScalerTopology;
import io.berth.stream.ServiceTopics;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.function.Function;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.KStream;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.config.KafkaStreamsInfrastructureCustomizer;
import org.springframework.kafka.config.StreamsBuilderFactoryBeanConfigurer;

/** The service's Kafka bindings; {@code application.yml} maps them to topics. */
@Configuration(proxyBeanMethods = false)
class ScalerBindings {

  static final ServiceTopics TOPICS =
      new ServiceTopics(
          List.of(Topics.SCALING_POLICIES, Topics.METRICS, ScalerTopology.ACCEPTED_POLICIES),
          List.of(
              ScalerTopology.ACCEPTED_POLICIES,
              Topics.SCALING_POLICIES.deadLetters(),
              Topics.SCALING_DECISIONS,
              Topics.METRICS.deadLetters()));

  @Bean
  ServiceTopics topics() {
    return TOPICS;
  }

  @Bean
  ScalerTopology topology(MeterRegistry registry) {
    return new ScalerTopology(new ScalerMeters(registry));
  }

  /** Policies and samples → the streams of {@link ScalerTopology#process}, in order. */
  @Bean
  Function<KStream<byte[], byte[]>, Function<KStream<byte[], byte[]>, KStream<byte[], byte[]>[]>>
      scaler(ScalerTopology topology) {
    return policies -> samples -> topology.process(policies, samples);
  }

  /** Accepted policies are a global store, read by every instance; bindings do not support them. */
  @Bean
  StreamsBuilderFactoryBeanConfigurer policyStore(
      ScalerTopology topology, ScalerProperties properties) {
    String policies = properties.topic().prefix() + Topics.SCALING_POLICIES.name();
    String accepted = properties.topic().prefix() + ScalerTopology.ACCEPTED_POLICIES.name();
    return factory ->
        factory.setInfrastructureCustomizer(
            new KafkaStreamsInfrastructureCustomizer() {
              @Override
              public void configureBuilder(StreamsBuilder builder) {
                topology.addPolicyStore(builder, policies, accepted);
              }
            });
  }
}
