/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.localstack.suite;

import io.berth.localstack.process.Ports;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes the caches of classes that are missing, for the next start: it takes half the time with
 * them. A build makes them at once; a suite that runs makes them behind everything else.
 */
final class WarmUp {

  private static final int AT_ONCE = 2;

  private final List<Part> parts;
  private final PartCommands commands;

  WarmUp(List<Part> parts, PartCommands commands) {
    this.parts = parts;
    this.commands = commands;
  }

  /** Returns at once. One after the other, and only with the time that nobody else wants. */
  void startBehindOthers() {
    Thread.ofPlatform()
        .daemon()
        .name("warm-up")
        .start(() -> missing().forEach(Training::runBehindOthers));
  }

  /** Returns when all are made; {@code news} hears the name of each kind of process when it is. */
  void run(Consumer<String> news) {
    try (var threads = Executors.newFixedThreadPool(AT_ONCE)) {
      for (Training training : missing()) {
        threads.execute(
            () -> {
              training.run();
              news.accept(training.name());
            });
      }
    }
  }

  /** One for each kind of process. */
  List<Training> missing() {
    var missing = new ArrayList<Training>();
    var seen = new HashSet<Path>();
    for (Part part : parts) {
      var training = training(part);
      if (training != null && seen.add(training.jvm().cache()) && training.isNeeded()) {
        missing.add(training);
      }
    }
    return missing;
  }

  private @Nullable Training training(Part part) {
    var folder = new SuiteFolder(commands.images().resolve("warm-up").resolve(part.name()));
    return switch (part) {
      case Part.Elasticsearch _ -> null;
      case Part.Broker _ -> {
        var broker = new Part.Broker(Ports.free(), Ports.free());
        yield new Training("kafka", commands.broker(broker, folder), 0, Map.of(), folder);
      }
      case Part.Cluster _ -> {
        var cluster = new Part.Cluster("warm-up", Ports.free(), 1);
        var jvm = commands.cluster(cluster);
        yield new Training("cluster", jvm, cluster.port(), Map.of(), folder);
      }
      case Part.Service service -> {
        var environment = new TreeMap<>(service.environment());
        environment.put("BERTH_PORT", "0");
        yield new Training(service.module(), commands.service(service), 0, environment, folder);
      }
    };
  }
}
