/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.localstack.suite;

import io.berth.localstack.process.FileTrees;
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
    var screen = Screen.standard();
    var commands = PartCommands.ofThisBuild();
    Path scratch = commands.images().resolve("warm-up");
    new WarmUp(parts(scratch), commands)
        .run(name -> screen.say("  %3ds  %s will start fast".formatted(seconds(begin), name)));
    FileTrees.delete(scratch);
    return 0;
  }

  /** The parts of a suite that nobody starts: they only need to find their configuration. */
  private static List<Part> parts(Path scratch) {
    var suite = new RunningSuite(scratch, 0);
    suite.folder().create();
    var parts = new SuiteParts(suite.folder(), suite.ports(), suite.apiToken()).all();
    for (Part part : parts) {
      if (part instanceof Part.Cluster cluster) {
        Kubeconfigs.write(suite.folder(), cluster);
      }
    }
    return parts;
  }

  private static long seconds(Instant begin) {
    return Duration.between(begin, Instant.now()).toSeconds();
  }
}
