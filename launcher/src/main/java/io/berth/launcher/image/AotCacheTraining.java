/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.launcher.image;

import io.berth.launcher.process.ChildJvm;
import io.berth.launcher.suite.SuiteFolder;
import io.berth.teststack.process.FileTrees;
import io.berth.teststack.process.JavaCommand;
import io.berth.teststack.process.PidFile;
import io.berth.teststack.process.Polling;
import io.berth.teststack.process.Ports;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * One run of a kind of process until it is set up, in which the JVM writes down what it loaded and
 * linked.
 *
 * @param name of the kind, for people
 * @param port where it answers when it is set up; 0 for one that ends by itself or leaves a mark
 * @param environment of the process
 * @param folder for data that nobody needs
 */
record AotCacheTraining(
    String name, ChildJvm jvm, int port, Map<String, String> environment, SuiteFolder folder) {

  private static final Duration SET_UP = Duration.ofSeconds(60);
  private static final Duration DUMP = Duration.ofSeconds(120);

  boolean isNeeded() {
    return !Files.exists(jvm.cache());
  }

  void run() {
    make(JavaCommand.detached(jvm.trainingCommand(unfinished())));
  }

  void runInBackground() {
    make(JavaCommand.withLowestPriority(jvm.trainingCommand(unfinished())));
  }

  private Path unfinished() {
    return jvm.cache().resolveSibling(name + "-unfinished.aot");
  }

  private void make(List<String> command) {
    try {
      folder.create();
      Files.deleteIfExists(folder.brokerReady());
      var builder =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(Redirect.to(folder.log("warm-up").toFile()))
              .directory(folder.path().toFile());
      builder.environment().putAll(environment);
      stopWhenStarted(builder.start());
      moveIntoPlace();
      FileTrees.delete(folder.path());
    } catch (IOException | RuntimeException _) {
      // The next start is a little slower; that is all. The log of the run tells why.
    }
  }

  private void stopWhenStarted(Process process) {
    Polling.until(
        SET_UP,
        () ->
            !process.isAlive()
                || Files.exists(folder.brokerReady())
                || (port > 0 && Ports.answers(port)));
    PidFile.end(process.toHandle(), DUMP);
  }

  /** A dump that was broken off leaves an empty file, and its notes beside it. */
  private void moveIntoPlace() throws IOException {
    Path output = unfinished();
    if (Files.exists(output) && Files.size(output) > 0) {
      Files.move(output, jvm.cache(), StandardCopyOption.ATOMIC_MOVE);
    }
    Files.deleteIfExists(output);
    Files.deleteIfExists(output.resolveSibling(output.getFileName() + ".config"));
  }
}
