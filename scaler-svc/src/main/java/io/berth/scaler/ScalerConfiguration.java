/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.scaler;

import io.berth.scaler.kafka.ScalerMeters;
import io.berth.scaler.kafka.ScalerStreams;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the service together. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ScalerProperties.class)
class ScalerConfiguration {

  @Bean(initMethod = "start")
  ScalerStreams streams(
      ScalerProperties properties, MeterRegistry registry, ApplicationContext context) {
    return new ScalerStreams(properties.streams(), new ScalerMeters(registry), exit(context));
  }

  @Bean
  KafkaHealth kafkaHealthIndicator(ScalerStreams streams, ScalerProperties properties) {
    return new KafkaHealth(streams, properties.kafka());
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
