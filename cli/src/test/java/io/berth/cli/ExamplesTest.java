/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.events.Event;
import io.berth.events.command.AppSpec.Limits;
import io.berth.events.command.Deploy;
import io.berth.events.document.Document;
import io.berth.events.document.Node;
import io.berth.events.kafka.EventJson;
import io.berth.events.scaling.ScalingPolicy;
import io.berth.yaml.YamlReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The files that a newcomer begins with. */
class ExamplesTest {

  private static final Path EXAMPLES = Path.of("../examples");

  static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(EXAMPLES)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void example_isReadStrictly(Path file) {
    assertThat(read(file)).isNotNull();
  }

  @ParameterizedTest
  @MethodSource("files")
  void example_isWrittenAsPeopleWrite(Path file) throws IOException {
    assertThat(Files.readString(file)).doesNotContain("PT", "Millis", "Bytes", "STANDARD");
  }

  @Test
  void cart_asksForWhatItsFileSays() {
    Deploy cart = (Deploy) read(EXAMPLES.resolve("cart.yaml"));

    assertThat(cart.spec().limits()).isEqualTo(new Limits(500, 256L << 20));
    assertThat(cart.meta().deadline()).isEqualTo(Duration.ofMinutes(3));
    assertThat(cart.spec().inexact()).isEmpty();
  }

  private static Event read(Path file) {
    ObjectNode document = (ObjectNode) JsonMapper.shared().readTree(root(file).json());
    if (document.has("spec")) {
      ObjectNode meta =
          document.get("meta") instanceof ObjectNode given ? given : document.putObject("meta");
      meta.put("requestedBy", "ann");
      return EventJson.readStrictly(document.toString().getBytes(UTF_8), Deploy.class);
    }
    document.put("version", 1).put("changedBy", "ann");
    return EventJson.readStrictly(document.toString().getBytes(UTF_8), ScalingPolicy.class);
  }

  private static Node root(Path file) {
    try {
      Document document = YamlReader.read(Files.readAllBytes(file));
      assertThat(document.faults()).isEmpty();
      return Objects.requireNonNull(document.root());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
