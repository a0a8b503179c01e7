/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.localstack.suite;

import io.berth.localstack.process.JavaCommand;
import io.berth.localstack.process.LeashedJvm;
import io.berth.localstack.process.Ports;
import io.berth.localstack.process.ProcessMark;
import io.berth.localstack.process.Waiting;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Makes the JVM's caches for the next start, one after the other and behind everything else: each
 * kind of process runs once until it is set up, and the JVM writes down what it loaded and linked.
 */
final class WarmUp {

  private static final Duration SET_UP = Duration.ofSeconds(60);
  private static final Duration DUMP = Duration.ofSeconds(120);

  private final List<Part> parts;
  private final PartCommands commands;
  private final SuiteFolder folder;

  /**
   * @param folder a folder of its own, for data that nobody needs
   */
  WarmUp(List<Part> parts, PartCommands commands, SuiteFolder folder) {
    this.parts = parts;
    this.commands = commands;
    this.folder = folder;
  }

  void start() {
    Thread.ofPlatform().daemon().name("warm-up").start(this::run);
  }

  private void run() {
    var done = new HashSet<Path>();
    for (Part part : parts) {
      try {
        switch (part) {
          case Part.Broker _ -> train(done, broker(), 0, Map.of());
          case Part.Elasticsearch _ -> {}
          case Part.Cluster _ -> {
            int port = Ports.free();
            train(done, commands.cluster(new Part.Cluster("warm-up", port, 1)), port, Map.of());
          }
          case Part.Service service ->
              train(done, commands.service(service), 0, environment(service));
        }
      } catch (IOException | RuntimeException _) {
        // The next start is a little slower; that is all.
      } catch (InterruptedException _) {
        return;
      }
    }
  }

  private LeashedJvm broker() {
    return commands.broker(new Part.Broker(Ports.free(), Ports.free()), folder);
  }

  private static Map<String, String> environment(Part.Service service) {
    var environment = new TreeMap<>(service.environment());
    environment.put("BERTH_PORT", "0");
    return environment;
  }

  /** A process that does not end by itself is ended when it is ready, or answers on its port. */
  private void train(HashSet<Path> done, LeashedJvm jvm, int port, Map<String, String> environment)
      throws IOException, InterruptedException {
    if (!done.add(jvm.cache()) || Files.exists(jvm.cache())) {
      return;
    }
    folder.create();
    Files.deleteIfExists(folder.brokerReady());
    Path output = jvm.cache().resolveSibling("unfinished.aot");
    var builder =
        new ProcessBuilder(JavaCommand.behindOthers(jvm.toTrain(output)))
            .redirectErrorStream(true)
            .redirectOutput(Redirect.to(folder.log("warm-up").toFile()))
            .directory(folder.path().toFile());
    builder.environment().putAll(environment);
    var process = builder.start();
    Waiting.until(
        SET_UP,
        () ->
            !process.isAlive()
                || Files.exists(folder.brokerReady())
                || (port > 0 && Ports.answers(port)));
    ProcessMark.end(process.toHandle(), DUMP);
    keep(output, jvm.cache());
  }

  /** A dump that was broken off leaves an empty file, and its notes beside it. */
  private static void keep(Path output, Path cache) throws IOException {
    if (Files.exists(output) && Files.size(output) > 0) {
      Files.move(output, cache, StandardCopyOption.ATOMIC_MOVE);
    }
    Files.deleteIfExists(output);
    Files.deleteIfExists(output.resolveSibling(output.getFileName() + ".config"));
  }
}
