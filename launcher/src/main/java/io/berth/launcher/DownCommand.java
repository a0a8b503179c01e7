/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.launcher;

import io.berth.cli.terminal.ConsolePrinter;
import io.berth.launcher.listen.Listeners;
import io.berth.launcher.owncluster.ClusterText;
import io.berth.launcher.suite.Kubeconfigs;
import io.berth.launcher.suite.RunningSuite;
import io.berth.launcher.supervision.SuiteSupervisor;
import io.berth.teststack.process.PidFile;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "down",
    description =
        "Stop the suite; its data is kept, and what was deployed to clusters of your" + " own.",
    mixinStandardHelpOptions = true)
final class DownCommand implements Callable<Integer> {

  /** The launcher needs up to 15 s for each of four stages when nothing ends politely. */
  private static final Duration LAUNCHER = Duration.ofSeconds(70);

  @Mixin private final HomeOption home = new HomeOption();

  @Override
  public Integer call() {
    var folder = home.folder();
    var screen = ConsolePrinter.standard();
    Instant start = Instant.now();
    var own = RunningSuite.last(folder.path()).clusters();
    var launcher = PidFile.read(folder.launcherMark()).flatMap(PidFile::find);
    launcher.ifPresent(process -> PidFile.end(process, LAUNCHER));
    int leftOver =
        SuiteSupervisor.stopLeftovers(
            folder, new RunningSuite(folder.path(), 0, Listeners.LOOPBACK).parts());
    Kubeconfigs.delete(folder, own);
    if (launcher.isEmpty() && leftOver == 0) {
      screen.print("Berth is not running in " + folder.path());
      return 0;
    }
    var took = ProgressText.seconds(Duration.between(start, Instant.now()));
    screen.print("Berth stopped after " + took + ". Its data is kept in " + folder.path());
    ClusterText.left(own).forEach(screen::print);
    return 0;
  }
}
