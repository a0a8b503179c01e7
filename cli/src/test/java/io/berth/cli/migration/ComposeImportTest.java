/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.migration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.cli.migration.mapping.ConversionOutcome;
import io.berth.cli.migration.mapping.ReportEntry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ComposeImportTest {

  private static final Path FOLDER = Path.of("src/test/resources/compose");

  @Test
  void project_becomesTheFilesThatAreWrittenDown() throws IOException {
    ImportResult result = result(SourceFiles.read(FOLDER.resolve("shop.yaml")));

    assertThat(result.applications())
        .extracting(application -> application.app())
        .containsExactly("shop/web", "shop/mail-hog");
    String report = ReportText.of(result, true) + "\n";
    matches("web.berth.yaml", result.applications().getFirst().yaml());
    matches("mail-hog.berth.yaml", result.applications().getLast().yaml());
    matches("shop.report.txt", report);
    assertThat(Validation.faults(result.applications().getFirst().yaml())).isEmpty();
    assertThat(Validation.faults(result.applications().getLast().yaml())).isEmpty();
  }

  @Test
  void nameThatNoApplicationCanHave_isChanged_andToldToItsClients() throws IOException {
    assertThat(read("services: {mail_hog: {image: \"a:1\"}}").report())
        .anySatisfy(
            entry -> {
              assertThat(entry.outcome()).isEqualTo(ConversionOutcome.CHANGED);
              assertThat(entry.advice()).contains("mail-hog in place of mail_hog");
            });
  }

  @Test
  void ownField_holdsBeforeTheMergedOne() throws IOException {
    ImportResult result =
        read(
            """
            x-a: &a {image: "a:1", working_dir: /a}
            services:
              web: {<<: *a, image: "b:2"}
            """);

    assertThat(result.applications().getFirst().yaml())
        .contains("image: b:2", "workingDir: /a")
        .doesNotContain("a:1");
  }

  @Test
  void limitsOfTheOldFormat_areTaken() throws IOException {
    ImportResult result =
        read("services: {web: {image: \"a:1\", cpus: 0.5, mem_limit: 512m, ports: [80]}}");

    assertThat(result.applications().getFirst().yaml())
        .contains("limits: {cpu: 500m, memory: 512Mi}");
  }

  @Test
  void imageWithoutDefaultOfItsTag_isToDo() throws IOException {
    ImportResult result = read("services: {web: {image: \"shop/web:${TAG}\"}}");

    assertThat(result.report())
        .filteredOn(
            entry -> entry.outcome() == ConversionOutcome.TO_DO && entry.path().equals("image"))
        .extracting(ReportEntry::reason)
        .anySatisfy(reason -> assertThat(reason).contains("TAG is set outside"));
  }

  @Test
  void serviceThatIsNoObject_isReported() throws IOException {
    assertThat(read("services: {web: {image: \"a:1\"}, other: text}").report())
        .anySatisfy(entry -> assertThat(entry.path()).isEqualTo("services.other"));
  }

  private static ImportResult read(String text) throws IOException {
    return result(SourceFiles.read(new ByteArrayInputStream(text.getBytes(UTF_8))));
  }

  private static ImportResult result(SourceFiles.Contents contents) {
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
