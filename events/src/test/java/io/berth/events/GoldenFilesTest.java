/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.events.command.Command;
import io.berth.events.kafka.EventJson;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.node.ObjectNode;

/** The wire as it is agreed: one approved file per example, read forwards and backwards. */
class GoldenFilesTest {

  private static final Path GOLDEN = Path.of("src/test/resources/golden");

  static Stream<Map.Entry<String, Event>> samples() {
    return Samples.all().entrySet().stream();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void serializedExample_equalsTheApprovedFile(Map.Entry<String, Event> sample) {
    String written = ApprovedFiles.pretty(ApprovedFiles.json(sample.getValue()));
    assertThat(written)
        .as(
            "The wire changed. Readers elsewhere see it: a breaking change is a new version of the"
                + " type; approve another with -Dberth.update=true")
        .isEqualTo(golden(sample, written));
  }

  @ParameterizedTest
  @MethodSource("samples")
  void approvedFile_isReadAsTheExample(Map.Entry<String, Event> sample) {
    assertThat(read(tree(sample), sample)).isEqualTo(sample.getValue());
  }

  @ParameterizedTest
  @MethodSource("samples")
  void unknownField_isIgnored_exceptInCommands(Map.Entry<String, Event> sample) {
    ObjectNode newer = tree(sample).put("addedLater", "x");
    if (sample.getValue() instanceof Command) {
      assertThatThrownBy(() -> read(newer, sample))
          .isInstanceOf(InvalidEventException.class)
          .hasMessageContaining("addedLater: found an unknown field, wanted one of: meta");
    } else {
      assertThat(read(newer, sample)).isEqualTo(sample.getValue());
    }
  }

  private static Event read(ObjectNode json, Map.Entry<String, Event> sample) {
    return EventJson.read(ApprovedFiles.bytes(json), sample.getValue().getClass());
  }

  private static ObjectNode tree(Map.Entry<String, Event> sample) {
    return (ObjectNode)
        ApprovedFiles.parse(
            golden(sample, ApprovedFiles.pretty(ApprovedFiles.json(sample.getValue()))));
  }

  private static String golden(Map.Entry<String, Event> sample, String generated) {
    return ApprovedFiles.committed(GOLDEN.resolve(sample.getKey() + ".json"), generated);
  }
}
