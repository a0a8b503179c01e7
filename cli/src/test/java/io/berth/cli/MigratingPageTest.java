/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code docs/migrating.md} shows what happens. */
class MigratingPageTest extends CannedGateway {

  private static final Pattern COMMAND = Pattern.compile("(?m)^ *\\./berth (.*)$");

  @TempDir private Path folder = Path.of("");

  private String page = "";

  @BeforeEach
  void readPage() throws IOException {
    page = Files.readString(Path.of("../docs/migrating.md"));
  }

  @Test
  void commandsOfThePage_doWhatItSays() {
    List<String> commands = COMMAND.matcher(page).results().map(found -> found.group(1)).toList();

    assertThat(commands)
        .containsExactly(
            "import -f grafana.yaml -n monitoring -d berth/",
            "deploy -f berth/grafana.yaml --dry-run --wait",
            "deploy -f berth/grafana.yaml --wait",
            "import -f compose.yaml -n shop -d berth/");
    assertThat(runInFolder(commands.getFirst())).isEqualTo(1);
    print(202, "{\"commandId\":\"c1\"}");
    print(200, STORY.formatted("SUCCEEDED", "SUCCEEDED", "\"outcome\":{}"));
    runInFolder(commands.get(1));
    assertThat(asked.getFirst())
        .startsWith("POST /api/v1/commands/deploy ")
        .contains("\"dryRun\":true", "grafana/grafana:11.1.4");
  }

  @Test
  void composeCommandOfThePage_works() {
    assertThat(
            run(
                "import",
                "-f",
                "src/test/resources/compose/shop.yaml",
                "-n",
                "shop",
                "-d",
                folder.toString()))
        .isEqualTo(1);
    assertThat(folder.resolve("web.yaml")).exists();
    assertThat(folder.resolve("mail-hog.yaml")).exists();
  }

  @Test
  void reportOfThePage_isTheReport() {
    Matcher block = Pattern.compile("(?s) {3}```\\n( {3}1 application.*?) {3}```").matcher(page);
    assertThat(block.find()).isTrue();

    runInFolder("import -f grafana.yaml -n monitoring -d berth/");

    List<String> report = err.toString().lines().map(String::strip).toList();
    assertThat(report).containsAll(block.group(1).lines().map(String::strip).toList());
  }

  private int runInFolder(String command) {
    String known = Path.of("src/test/resources/import/grafana.yaml").toString();
    return run(
        command
            .replace(" grafana.yaml", " " + known)
            .replace(" berth/", " " + folder.resolve("berth") + "/")
            .split(" "));
  }
}
