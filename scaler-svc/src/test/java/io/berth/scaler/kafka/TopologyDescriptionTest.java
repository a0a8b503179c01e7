/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.scaler.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.ClassPathResource;

/**
 * Kafka Streams numbers tasks by the order of the sources and names changelogs after the stores. An
 * instance of another release that sees them otherwise would stop at its tasks, or begin its
 * windows anew: this text changes with a new application id, or not at all.
 */
class TopologyDescriptionTest {

  @Test
  void topology_neverChanges() throws IOException {
    try (ScalerTopologyDriver topology = new ScalerTopologyDriver()) {
      assertThat(topology.description())
          .isEqualToNormalizingNewlines(
              new ClassPathResource("topology.txt").getContentAsString(UTF_8));
    }
  }
}
