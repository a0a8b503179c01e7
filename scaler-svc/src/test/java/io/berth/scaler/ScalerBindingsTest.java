/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.scaler;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.scaler.kafka.ScalerTopology;
import io.berth.scaler.kafka.TopologyWiring;
import io.berth.stream.BindingsContract;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ScalerBindingsTest extends BindingsContract {

  private final TopologyWiring wiring = new TopologyWiring("any.");

  @Override
  protected ServiceTable service() {
    return new ServiceTable(
        "scaler-svc",
        ScalerBindings.TOPICS,
        ScalerBindings.class,
        Set.of(ScalerTopology.ACCEPTED_POLICIES),
        Set.of(),
        Map.of());
  }

  @Test
  void topology_isTheOnlyFunction_andNothingIsSentBesideIt() throws Exception {
    assertThat(wiring.setting("spring.cloud.stream.output-bindings")).isEmpty();
    assertThat(
            ScalerBindings.class
                .getDeclaredMethod("scaler", ScalerTopology.class)
                .getGenericReturnType())
        .hasToString(
            "java.util.function.Function<KS, java.util.function.Function<KS, KS[]>>"
                .replace("KS", "org.apache.kafka.streams.kstream.KStream<byte[], byte[]>"));
  }

  @Test
  void group_neverChanges() {
    assertThat(wiring.setting("spring.cloud.stream.kafka.streams.binder.application-id"))
        .isEqualTo("any." + ScalerTopology.SERVICE);
  }
}
