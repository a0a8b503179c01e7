/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.launcher.process;

import io.berth.teststack.process.JavaCommand;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A child JVM on a leash, as it is started every day and as it is started once to make the cache of
 * its loaded classes. For the cache to be usable both must agree in class path and main class.
 *
 * @param heap as Java takes it
 * @param properties Java system properties, each as {@code name=value}
 * @param classPath jars only; folders cannot be cached
 * @param mainClass what runs on the leash
 * @param arguments of the main class
 * @param cache where its cache lies, or will
 */
public record ChildJvm(
    String heap,
    List<String> properties,
    List<Path> classPath,
    String mainClass,
    List<String> arguments,
    Path cache) {

  /** With the cache, when it was made. */
  public List<String> runCommand() {
    return command(JavaCommand.small(heap).withCache(cache));
  }

  /** Writes the cache when it ends. */
  public List<String> trainingCommand(Path output) {
    var java = JavaCommand.small(heap).with("-XX:AOTCacheOutput=" + output);
    // Ends a Spring application that is set up, before it takes up any work; others ignore it.
    return command(java.property("spring.context.exit", "onRefresh"));
  }

  private List<String> command(JavaCommand java) {
    properties.forEach(property -> java.with("-D" + property));
    String[] all = Stream.concat(Stream.of(mainClass), arguments.stream()).toArray(String[]::new);
    return java.main(classPath, ParentWatchdog.class.getName(), all);
  }
}
