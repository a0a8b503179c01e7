/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.events.AppRef;
import io.berth.events.InvalidCommandSamples;
import io.berth.events.InvalidCommandSamples.Fault;
import io.berth.events.InvalidCommandSamples.Mode;
import io.berth.events.InvalidCommandSamples.Sample;
import io.berth.events.kafka.CloudEventDeserializer;
import io.berth.events.kafka.DeserializationResult.Invalid;
import io.berth.events.operation.Rejected;
import io.berth.events.operation.Violation;
import java.time.Instant;
import java.util.Random;
import java.util.stream.Collectors;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class InvalidCommandTest {

  private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

  /** The gateway awaits by the same rule, see its ViewUpdaterTest. */
  @ParameterizedTest
  @EnumSource
  void clustersThatAnswer_areThoseThatItNames_orAllWhereTheyAreNotKnown(Fault fault) {
    Random random = new Random(fault.ordinal());
    for (Mode mode : Mode.values()) {
      for (int i = 0; i < 100; i++) {
        Sample sample = InvalidCommandSamples.random("id-1", fault, mode, random);
        InvalidCommand command = command(sample.headers(), sample.value());
        assertThat(
                InvalidCommandSamples.CLUSTERS.stream()
                    .filter(command::targets)
                    .collect(Collectors.toSet()))
            .as("%s", sample)
            .isEqualTo(sample.answering());
      }
    }
  }

  @Test
  void rejection_namesEveryFault_andWhatIsKnown() {
    Headers headers =
        new RecordHeaders()
            .add("ce_id", "id-1".getBytes(UTF_8))
            .add("ce_source", "/test".getBytes(UTF_8))
            .add("ce_type", "berth.command.scale.v1".getBytes(UTF_8));
    InvalidCommand command =
        command(
            headers,
            "{\"meta\":{\"requestedBy\":\"ann\"},\"replicas\":0,\"spec\":1}".getBytes(UTF_8));

    Rejected rejected = command.rejected("dc-a", command.app("shop/cart".getBytes(UTF_8)), NOON);

    assertThat(rejected.ref().commandId()).isEqualTo("id-1");
    assertThat(rejected.ref().verb()).isEqualTo("scale");
    assertThat(rejected.ref().requestedBy()).isEqualTo("ann");
    assertThat(rejected.ref().app()).isEqualTo(new AppRef("shop", "cart"));
    assertThat(rejected.violations())
        .allMatch(violation -> violation.rule().equals("valid-command"))
        .extracting(Violation::field)
        .contains("replicas", "spec", "app");
    assertThat(command.app(null)).isEqualTo(new AppRef("unnamed", "unnamed"));
  }

  private static InvalidCommand command(Headers headers, byte[] value) {
    return InvalidCommand.of(
        (Invalid) new CloudEventDeserializer().deserialize("any", headers, value));
  }
}
