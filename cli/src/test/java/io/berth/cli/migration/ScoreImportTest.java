/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.migration;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.cli.migration.mapping.ConversionOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ScoreImportTest {

  private static final Path FOLDER = Path.of("src/test/resources/score");

  @Test
  void workload_becomesTheFileThatIsWrittenDown() throws IOException {
    ImportResult result = result();

    assertThat(result.faults()).isEmpty();
    assertThat(result.applications()).hasSize(1);
    matches("checkout.berth.yaml", result.applications().getFirst().yaml());
    matches("checkout.report.txt", ReportText.of(result, true) + "\n");
    assertThat(Validation.faults(result.applications().getFirst().yaml())).isEmpty();
  }

  @Test
  void valueOfAResource_isToDo() throws IOException {
    assertThat(result().report())
        .anySatisfy(
            entry -> {
              assertThat(entry.path()).isEqualTo("containers.main.variables.DB_HOST");
              assertThat(entry.outcome()).isEqualTo(ConversionOutcome.TO_DO);
              assertThat(entry.reason()).contains("${resources.db.host}");
            });
  }

  private static ImportResult result() throws IOException {
    SourceFiles.Contents contents = SourceFiles.read(FOLDER.resolve("checkout.yaml"));
    assertThat(contents.faults()).isEmpty();
    return Import.of(contents.documents(), new Import.Options("shop", false));
  }

  private static void matches(String file, String found) throws IOException {
    Path golden = FOLDER.resolve(file);
    if (Boolean.getBoolean("berth.update")) {
      Files.writeString(golden, found);
    }
    assertThat(found).isEqualTo(Files.readString(golden));
  }
}
