/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.cli.terminal.ConsolePrinter;
import io.berth.launcher.listen.Listeners;
import io.berth.launcher.owncluster.ClusterOption;
import io.berth.launcher.suite.RunningSuite;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DetachedStartTest {

  private static List<String> command(
      ClusterOption clusters, boolean noWarmUp, List<String> parts) {
    var suite = new RunningSuite(Path.of("/home"), 1000, Listeners.LOOPBACK);
    return new DetachedStart(suite, ConsolePrinter.standard(), clusters, noWarmUp, parts).command();
  }

  @Test
  void launcherInTheBackground_getsEveryOption() {
    var clusters = new ClusterOption(Map.of("dc-a", "~/with space:x"));

    assertThat(command(clusters, true, List.of("kafka", "gateway")))
        .containsSubsequence("up", "--in-background")
        .containsSequence("--home", "/home")
        .containsSequence("--port-offset", "1000")
        .containsSequence("--cluster", "dc-a=~/with space:x")
        .containsSequence("--parts", "kafka,gateway")
        .contains("--no-warm-up");
  }

  @Test
  void withoutOptions_noneIsPassedOn() {
    assertThat(command(new ClusterOption(Map.of()), false, List.of()))
        .doesNotContain("--cluster", "--no-warm-up", "--parts");
  }
}
