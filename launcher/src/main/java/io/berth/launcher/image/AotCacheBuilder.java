/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.launcher.image;

import io.berth.launcher.suite.SuiteFolder;
import io.berth.launcher.suite.SuiteProcess;
import io.berth.teststack.process.ListenAddress;
import io.berth.teststack.process.Ports;
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
public final class AotCacheBuilder {

  private static final int CONCURRENCY = 2;

  private final List<SuiteProcess> parts;
  private final ProcessCommands commands;

  public AotCacheBuilder(List<SuiteProcess> parts, ProcessCommands commands) {
    this.parts = parts;
    this.commands = commands;
  }

  /** Builds them one after the other at the lowest priority, in the background. */
  public void startInBackground() {
    Thread.ofPlatform()
        .daemon()
        .name("warm-up")
        .start(() -> missing().forEach(AotCacheTraining::runInBackground));
  }

  /** Builds all of them; {@code events} gets the name of each kind of process when it is done. */
  public void run(Consumer<String> events) {
    try (var threads = Executors.newFixedThreadPool(CONCURRENCY)) {
      for (AotCacheTraining training : missing()) {
        threads.execute(
            () -> {
              training.run();
              events.accept(training.name());
            });
      }
    }
  }

  /** One for each kind of process. */
  List<AotCacheTraining> missing() {
    var missing = new ArrayList<AotCacheTraining>();
    var seen = new HashSet<Path>();
    for (SuiteProcess part : parts) {
      var training = training(part);
      if (training != null && seen.add(training.jvm().cache()) && training.isNeeded()) {
        missing.add(training);
      }
    }
    return missing;
  }

  private @Nullable AotCacheTraining training(SuiteProcess part) {
    var folder = new SuiteFolder(commands.images().resolve("warm-up").resolve(part.name()));
    return switch (part) {
      case SuiteProcess.ElasticsearchProcess _ -> null;
      case SuiteProcess.KafkaProcess _ -> {
        var broker =
            new SuiteProcess.KafkaProcess(ListenAddress.LOOPBACK, Ports.free(), Ports.free());
        yield new AotCacheTraining("kafka", commands.broker(broker, folder), 0, Map.of(), folder);
      }
      case SuiteProcess.ClusterProcess _ -> {
        var cluster = new SuiteProcess.ClusterProcess("warm-up", Ports.free(), "localhost:1");
        var jvm = commands.cluster(cluster);
        yield new AotCacheTraining("cluster", jvm, cluster.port(), Map.of(), folder);
      }
      case SuiteProcess.BerthServiceProcess service -> {
        var environment = new TreeMap<>(service.environment());
        environment.put("BERTH_PORT", "0");
        environment.put("BERTH_LISTEN", ListenAddress.LOOPBACK.text());
        environment.remove("BERTH_FORWARD_LISTEN");
        yield new AotCacheTraining(
            service.module(), commands.service(service), 0, environment, folder);
      }
    };
  }
}
