/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.cli.terminal.HostileText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as a process of its own. */
class BerthIT {

  private static final String RED = "\u001b[31m";

  @TempDir private Path folder = Path.of("");

  @Test
  void whatIsTyped_isShownOrRefusedByName_andNotObeyed() throws Exception {
    for (var arguments :
        List.of(
            List.of("--" + RED),
            List.of("status", "--home", "/" + RED + "\u202e"),
            List.of("apps", "-o", RED),
            List.of("up", "--listen", RED),
            List.of("up", "--port-offset", "\r1"),
            List.of("up", "--cluster", RED + "=/k"),
            List.of("deploy", "-f", "/" + RED))) {
      String said = berth(arguments);
      assertThat(said)
          .as(arguments.toString())
          .containsAnyOf("\\x1b[31m", "\\x0d1", "found U+001B (ESCAPE)", "found U+000D");
      assertThat(said.codePoints()).noneMatch(it -> HostileText.forbidden().test(it));
    }
  }

  @Test
  @Tag("fault-D24")
  void clusterThatCannotBeUsed_endsTheStartBeforeAnythingRuns() throws Exception {
    Path file = Files.writeString(folder.resolve("config"), "kind: Pod");

    String said =
        berth(
            List.of(
                "up",
                "--port-offset",
                "19500",
                "--cluster",
                "dc-a=" + folder.resolve("none:x"),
                "--cluster",
                "dc-b=" + file));

    assertThat(said)
        .contains("Berth cannot start:", "Nothing was started")
        .contains("dc-a: Neither " + folder.resolve("none:x") + " exists")
        .contains("dc-b: " + file + " is not a kubeconfig")
        .doesNotContain("Starting", "Exception");
    assertThat(folder.resolve("dc-b.kubeconfig")).doesNotExist();
    assertThat(folder.resolve("run/suite.properties")).doesNotExist();
  }

  @Test
  void whatLiesInTheSuitesFiles_isShownAndNotObeyed() throws Exception {
    Files.createDirectories(folder.resolve("run"));
    ProcessHandle self = ProcessHandle.current();
    Files.writeString(
        folder.resolve("run/berth.pid"),
        self.pid() + " " + self.info().startInstant().orElseThrow().toEpochMilli() + "\n");
    Files.writeString(folder.resolve("run/suite.properties"), "port-offset=" + "\u001b[31m");

    String said = berth(List.of("status", "--home", folder.toString()));

    assertThat(said).contains("\\x1b[31m");
    assertThat(said.codePoints()).noneMatch(it -> HostileText.forbidden().test(it));
  }

  private String berth(List<String> arguments) throws IOException, InterruptedException {
    var command =
        new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin/java").toString()));
    command.addAll(List.of("-Dstdout.encoding=UTF-8", "-Dstderr.encoding=UTF-8"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Berth.class.getName()));
    command.addAll(arguments);
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("LC_ALL", "C.UTF-8");
    builder.environment().put("BERTH_HOME", folder.toString());
    builder.environment().put("BERTH_API_TOKEN", "t");
    var process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    process.waitFor();
    return said;
  }
}
