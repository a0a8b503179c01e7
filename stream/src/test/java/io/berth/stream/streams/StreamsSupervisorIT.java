/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.stream.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.kafka.config.KafkaStreamsConfiguration;
import org.springframework.kafka.config.StreamsBuilderFactoryBean;

/** Kafka Streams without a broker: it stays in rebalancing. */
class StreamsSupervisorIT {

  @Test
  void topology_isUnhealthy_untilItRuns_andAfterItWasStopped(@TempDir Path state) throws Exception {
    StreamsSupervisor supervisor = new StreamsSupervisor(Runnable::run);
    assertThat(supervisor.problem()).as("without a topology").isEmpty();
    StreamsBuilderFactoryBean factory =
        new StreamsBuilderFactoryBean(
            new KafkaStreamsConfiguration(
                Map.of(
                    StreamsConfig.APPLICATION_ID_CONFIG,
                    "any",
                    StreamsConfig.BOOTSTRAP_SERVERS_CONFIG,
                    "localhost:1",
                    StreamsConfig.STATE_DIR_CONFIG,
                    state.toString())));
    supervisor.configure(factory);
    factory.afterPropertiesSet();
    Objects.requireNonNull(factory.getObject()).stream("in");
    factory.afterSingletonsInstantiated();
    assertThat(supervisor.problem()).contains("Kafka Streams is not started");
    factory.start();
    assertThat(supervisor.problem())
        .contains("Kafka Streams is getting its partitions and its state");
    factory.stop();
    assertThat(supervisor.problem()).contains("Kafka Streams is NOT_RUNNING");
  }
}
