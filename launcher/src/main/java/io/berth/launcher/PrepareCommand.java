/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.launcher;

import io.berth.cli.terminal.ConsolePrinter;
import io.berth.launcher.image.AotCacheBuilder;
import io.berth.launcher.image.ProcessCommands;
import io.berth.launcher.listen.Listeners;
import io.berth.launcher.suite.Kubeconfigs;
import io.berth.launcher.suite.RunningSuite;
import io.berth.launcher.suite.SuiteProcess;
import io.berth.launcher.suite.SuiteProcesses;
import io.berth.teststack.process.FileTrees;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** The last step of a build, which the wrapper script calls. */
@Command(
    name = "prepare",
    hidden = true,
    description =
        "Lays the services out and makes the caches that let them start in half the time.")
final class PrepareCommand implements Callable<Integer> {

  @Override
  public Integer call() {
    Instant begin = Instant.now();
    var screen = ConsolePrinter.standard();
    var commands = ProcessCommands.ofThisBuild();
    Path scratch = commands.images().resolve("warm-up");
    new AotCacheBuilder(parts(scratch), commands)
        .run(name -> screen.print("  %3ds  %s will start fast".formatted(seconds(begin), name)));
    FileTrees.delete(scratch);
    return 0;
  }

  /** The processes of a suite that is never started, as configuration for the cache training. */
  private static List<SuiteProcess> parts(Path scratch) {
    var suite = new RunningSuite(scratch, 0, Listeners.LOOPBACK);
    suite.folder().create();
    var parts =
        new SuiteProcesses(
                suite.folder(),
                suite.ports(),
                suite.listeners(),
                suite.apiToken(),
                suite.clusters())
            .all();
    for (SuiteProcess part : parts) {
      if (part instanceof SuiteProcess.ClusterProcess cluster) {
        Kubeconfigs.write(suite.folder(), cluster);
      }
    }
    return parts;
  }

  private static long seconds(Instant begin) {
    return Duration.between(begin, Instant.now()).toSeconds();
  }
}
