/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.migration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.cli.migration.mapping.ReportEntry;
import io.berth.events.InvalidField;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The manifests of well-known applications: what becomes of them is written down beside them. After
 * a change {@code -Dberth.update=true} writes it again, to be reviewed.
 */
class KnownManifestsTest {

  private static final Path FOLDER = Path.of("src/test/resources/import");

  static Stream<String> names() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".yaml") && !name.endsWith(".berth.yaml"))
          .map(name -> name.substring(0, name.length() - ".yaml".length()))
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void manifest_becomesTheFileThatIsWrittenDown_andEveryFieldIsAccountedFor(String name)
      throws IOException {
    ImportResult result = read(name);

    assertThat(result.faults()).isEmpty();
    assertThat(result.applications()).hasSize(1);
    matches(name + ".berth.yaml", result.applications().getFirst().yaml());
    matches(name + ".report", report(result));
  }

  @ParameterizedTest
  @MethodSource("names")
  void fileOfAManifest_isAcceptedByDeploy_butForWhatItsCommentsName(String name)
      throws IOException {
    ImportResult result = read(name);
    String yaml = result.applications().getFirst().yaml();

    List<InvalidField> faults = Validation.faults(yaml);

    assertThat(faults).allSatisfy(fault -> assertThat(yaml).contains("#   " + fault.field()));
  }

  private static ImportResult read(String name) throws IOException {
    SourceFiles.Contents contents = SourceFiles.read(FOLDER.resolve(name + ".yaml"));
    assertThat(contents.faults()).isEmpty();
    return Import.of(contents.documents(), new Import.Options("shop", false));
  }

  private static String report(ImportResult result) {
    return result.report().stream()
        .map(KnownManifestsTest::line)
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private static String line(ReportEntry entry) {
    return String.join(" | ", entry.outcome().name(), entry.object(), entry.path(), entry.target())
        .stripTrailing();
  }

  private static void matches(String file, String found) throws IOException {
    Path golden = FOLDER.resolve(file);
    if (Boolean.getBoolean("berth.update")) {
      Files.writeString(golden, found);
    }
    assertThat(found).isEqualTo(new String(Files.readAllBytes(golden), UTF_8));
  }
}
