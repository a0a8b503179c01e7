/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.events.AppRef;
import io.berth.events.CommandSamples;
import io.berth.events.InvalidCommandSamples;
import io.berth.events.InvalidCommandSamples.Fault;
import io.berth.events.InvalidCommandSamples.Mode;
import io.berth.events.InvalidCommandSamples.Sample;
import io.berth.events.command.Command;
import io.berth.events.command.CommandMeta;
import io.berth.events.command.PartialCommand;
import io.berth.events.kafka.DeserializationResult.Invalid;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is known of a command with invalid fields. */
class PartialCommandTest {

  private static final AppRef CART = new AppRef("shop", "cart");
  private static final String SCALE = "berth.command.scale.v1";

  private final CloudEventDeserializer deserializer = new CloudEventDeserializer();

  @ParameterizedTest
  @EnumSource
  void clustersThatAnswer_areThoseThatItNames_orAllWhereTheyAreNotKnown(Fault fault) {
    Random random = new Random(fault.ordinal());
    for (Mode mode : Mode.values()) {
      for (int i = 0; i < 200; i++) {
        Sample sample = InvalidCommandSamples.random("id-1", fault, mode, random);
        Invalid invalid = invalid(sample.headers(), sample.value());
        assertThat(
                InvalidCommandSamples.CLUSTERS.stream()
                    .filter(cluster -> known(invalid).targets(cluster))
                    .collect(Collectors.toSet()))
            .as("%s", sample)
            .isEqualTo(sample.answering());
      }
    }
  }

  @Test
  void readableFields_areKnown() {
    PartialCommand command =
        read(
            """
            {"meta":{"requestedBy":"ann","deadline":"90s","clusters":["dc-a"]},
             "app":{"namespace":"shop","name":"cart"},"replicas":0}""");
    assertThat(command)
        .isEqualTo(
            new PartialCommand("scale", CART, "ann", List.of("dc-a"), Duration.ofSeconds(90)));
    assertThat(command.subject(null)).isEqualTo(CART);
    assertThat(command.subject("shop/basket")).isEqualTo(new AppRef("shop", "basket"));
    assertThat(command.subject("no key of an application")).isEqualTo(CART);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "\"deadline\":\"PT0S\"",
        "\"deadline\":\"P2D\"",
        "\"deadline\":\"soon\"",
        "\"deadline\":600",
        "\"deadline\":\"90s\",\"deadline\":\"90s\""
      })
  void deadlineThatIsNotKnown_isThatOfACommandWithoutOne(String deadline) {
    assertThat(read("{\"meta\":{\"requestedBy\":\"ann\"," + deadline + "}}").deadline())
        .isEqualTo(CommandMeta.DEFAULT_DEADLINE);
  }

  @Test
  void namesThatCannotBeRepeated_areNotKnown() {
    PartialCommand command =
        read(
            "{\"meta\":{\"requestedBy\":\"a\\nb\"},\"app\":{\"namespace\":\"Shop\",\"name\":\"cart\"}}");
    assertThat(command.requestedBy()).isNull();
    assertThat(command.app()).isEqualTo(new AppRef(PartialCommand.UNNAMED, "cart"));
  }

  @Test
  void otherPayload_isNoCommand() {
    Headers headers = headers("berth.scaling.policy.v1");
    assertThat(invalid(headers, "{}".getBytes(UTF_8)).command()).isNull();
  }

  @Test
  void commandThatNeedsAnApplicationAndNamesNoClusters_skipsThoseWithoutIt() {
    CommandMeta everywhere = CommandMeta.by("ann");
    CommandMeta named = everywhere.withClusters(List.of("dc-a", "dc-b"));
    assertThat(CommandSamples.onExistingApp(everywhere, CART))
        .hasSize(9)
        .allMatch(Command::skipsClustersWithoutApp);
    assertThat(CommandSamples.onExistingApp(named, CART))
        .noneMatch(Command::skipsClustersWithoutApp);
    assertThat(CommandSamples.DEPLOY_ROLLING.skipsClustersWithoutApp()).isFalse();
  }

  private PartialCommand read(String json) {
    return known(invalid(headers(SCALE), json.getBytes(UTF_8)));
  }

  private Invalid invalid(Headers headers, byte[] value) {
    DeserializationResult result = deserializer.deserialize("any", headers, value);
    assertThat(result).isInstanceOf(Invalid.class);
    return (Invalid) result;
  }

  private static PartialCommand known(Invalid invalid) {
    assertThat(invalid.command()).isNotNull();
    return invalid.command();
  }

  private static Headers headers(String type) {
    return new RecordHeaders()
        .add("ce_id", "id-1".getBytes(UTF_8))
        .add("ce_source", "/test".getBytes(UTF_8))
        .add("ce_type", type.getBytes(UTF_8));
  }
}
