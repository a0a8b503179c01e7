/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Objects;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.kafka.config.StreamsBuilderFactoryBean;

/**
 * Tasks and changelogs are found by these names and numbers: what an instance of an earlier version
 * left, the next one takes up, also while both are in one group. Wants no Kafka.
 */
class AlertTopologyIT {

  @Test
  void tasksStoresTopicsAndGroup_areThoseOfEarlierVersions() throws Exception {
    try (var context =
        SpringApplication.run(
            MonitorApplication.class,
            "--berth.kafka=localhost:1",
            "--berth.cluster=dc-a",
            "--berth.topic.prefix=p.",
            "--server.port=0")) {
      StreamsBuilderFactoryBean factory = context.getBean(StreamsBuilderFactoryBean.class);
      assertThat(factory.getObject().build().describe().toString()).isEqualTo(golden());
      assertThat(factory.getStreamsConfiguration())
          .containsEntry(StreamsConfig.APPLICATION_ID_CONFIG, "p.monitor-svc-dc-a")
          .containsEntry(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    }
  }

  private String golden() throws IOException {
    try (var golden =
        Objects.requireNonNull(getClass().getResourceAsStream("/alert-topology.txt"))) {
      return new String(golden.readAllBytes(), UTF_8);
    }
  }
}
