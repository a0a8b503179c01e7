/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.localstack.suite;

import io.berth.localstack.process.ProcessMark;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "down",
    description = "Ends the suite; its data stays.",
    mixinStandardHelpOptions = true)
final class DownCommand implements Callable<Integer> {

  /** The launcher needs up to 15 s for each of four stages when nothing ends politely. */
  private static final Duration LAUNCHER = Duration.ofSeconds(70);

  @Mixin private final HomeOption home = new HomeOption();

  @Override
  public Integer call() {
    var folder = home.folder();
    var screen = Screen.standard();
    Instant start = Instant.now();
    var launcher = ProcessMark.read(folder.launcherMark()).flatMap(ProcessMark::find);
    launcher.ifPresent(process -> ProcessMark.end(process, LAUNCHER));
    int leftOver = Suite.endLeftOver(folder, new RunningSuite(folder.path(), 0).parts());
    if (launcher.isEmpty() && leftOver == 0) {
      screen.say("Berth does not run in " + folder.path());
      return 0;
    }
    var took = ProgressText.seconds(Duration.between(start, Instant.now()));
    screen.say("Berth has ended after " + took + ". Its data is kept in " + folder.path());
    return 0;
  }
}
