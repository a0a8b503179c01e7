/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.teststack.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where the files lie that the servers need: the classes that run the broker, the libraries beside
 * them and the unpacked Elasticsearch. All of it is in {@code test-stack/target}, put there by the
 * build.
 *
 * @param classes the jar of test-stack, or the folder of its classes while Maven has not packed
 *     them
 * @param stack folder of what only the broker's process needs: Kafka and a logging back-end
 * @param elasticsearch unpacked server
 */
public record Installation(Path classes, Path stack, Path elasticsearch) {

  public static final String ELASTICSEARCH_VERSION = "9.5.3";

  /** The installation that this class was loaded from. */
  public static Installation find() {
    try {
      var source = Installation.class.getProtectionDomain().getCodeSource().getLocation();
      return beside(Path.of(source.toURI()).toAbsolutePath());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("Cannot tell where test-stack was loaded from", e);
    }
  }

  /** The installation that the build has put into the project whose folder is {@code root}. */
  public static Installation builtIn(Path root) {
    return beside(root.resolve("test-stack/target/test-stack.jar"));
  }

  private static Installation beside(Path classes) {
    var found =
        new Installation(
            classes,
            classes.resolveSibling("stack"),
            classes.resolveSibling("elasticsearch-" + ELASTICSEARCH_VERSION));
    if (!Files.isDirectory(found.stack) || !Files.isDirectory(found.elasticsearch)) {
      throw new IllegalStateException(
          "No broker or Elasticsearch beside "
              + classes
              + ". Build them with: mvn -q -pl test-stack -am -Dquick -DskipTests package");
    }
    return found;
  }

  /** What the broker's JVM has on its class path, in a fixed order. */
  public List<Path> childClassPath() {
    return Stream.concat(Stream.of(classes), jars(stack).stream()).toList();
  }

  private static List<Path> jars(Path folder) {
    try (var files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot list the libraries in " + folder, e);
    }
  }

  /**
   * A copy of the classes and libraries below {@code folder}, for a process that outlives this
   * build: a later {@code mvn clean} must not take its jars away. Elasticsearch is not part of it.
   */
  public Installation copiedTo(Path folder) {
    var copy =
        new Installation(
            folder.resolve("own").resolve(classes.getFileName()),
            folder.resolve("stack"),
            elasticsearch);
    FileTrees.delete(folder.resolve("own"));
    FileTrees.delete(copy.stack);
    FileTrees.copy(stack, copy.stack);
    FileTrees.copy(classes, copy.classes);
    return copy;
  }

  /**
   * A copy of the unpacked Elasticsearch below {@code folder}; one that is there is left as it is.
   */
  public Path copiedElasticsearch(Path folder) {
    Path copy = folder.resolve("elasticsearch-" + ELASTICSEARCH_VERSION);
    if (!Files.isDirectory(copy)) {
      FileTrees.copyAtOnce(elasticsearch, copy);
    }
    return copy;
  }
}
