/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.stream.streams;

import io.berth.stream.KafkaGate;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.cloud.stream.binder.kafka.streams.StreamsBuilderFactoryManager;
import org.springframework.context.annotation.Bean;

/** Beans of services with a Kafka Streams topology. */
@AutoConfiguration
@ConditionalOnClass(StreamsBuilderFactoryManager.class)
public class StreamsAutoConfiguration {

  @Bean
  StreamsSupervisor streamsSupervisor(KafkaGate gate) {
    return new StreamsSupervisor(task -> gate.whenOpen("Kafka Streams", task));
  }

  @Bean
  StreamsStarter streamsStarter(KafkaGate gate, StreamsBuilderFactoryManager manager) {
    return new StreamsStarter(gate, manager);
  }
}
