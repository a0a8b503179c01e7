/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.localstack.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where the files lie that our child processes need: our own classes, the libraries beside them and
 * the unpacked Elasticsearch. All of it is in {@code local-stack/target}, put there by the build.
 *
 * @param classes our jar, or the folder of our classes while Maven has not packed them yet
 * @param libraries folder of what the launcher needs
 * @param stack folder of what only child processes need: the broker and a logging back-end
 * @param elasticsearch unpacked server
 */
public record Installation(Path classes, Path libraries, Path stack, Path elasticsearch) {

  public static final String ELASTICSEARCH_VERSION = "9.5.3";

  /** The installation that this class was loaded from. */
  public static Installation find() {
    try {
      var source = Installation.class.getProtectionDomain().getCodeSource().getLocation();
      return beside(Path.of(source.toURI()).toAbsolutePath());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("Cannot tell where local-stack was loaded from", e);
    }
  }

  private static Installation beside(Path classes) {
    var found =
        new Installation(
            classes,
            classes.resolveSibling("lib"),
            classes.resolveSibling("stack"),
            classes.resolveSibling("elasticsearch-" + ELASTICSEARCH_VERSION));
    if (!Files.isDirectory(found.stack) || !Files.isDirectory(found.elasticsearch)) {
      throw new IllegalStateException(
          "No broker or Elasticsearch beside "
              + classes
              + ". Build them with: mvn -q -pl local-stack -am -Dquick -DskipTests package");
    }
    return found;
  }

  /** What a child JVM of ours has on its class path, in a fixed order. */
  public List<Path> childClassPath() {
    return Stream.of(List.of(classes), jars(stack), jars(libraries)).flatMap(List::stream).toList();
  }

  /** Changes with our own classes. */
  public String version() {
    return JarVersion.of(classes);
  }

  /** What the launcher itself has on its class path. */
  public List<Path> launcherClassPath() {
    return Stream.concat(Stream.of(classes), jars(libraries).stream()).toList();
  }

  /** The jar that holds nothing but {@link Leash}, for the class path of a service. */
  public Path leash() {
    return classes.resolveSibling("local-stack-leash.jar");
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
   * build: a later {@code mvn clean} must not take its jars away.
   */
  public Installation copiedTo(Path folder) {
    var copy = copyIn(folder);
    for (var folders : List.of(folder.resolve("own"), copy.libraries, copy.stack)) {
      FileTrees.delete(folders);
    }
    FileTrees.copy(libraries, copy.libraries);
    FileTrees.copy(stack, copy.stack);
    if (Files.exists(leash())) {
      FileTrees.copy(leash(), copy.leash());
    }
    FileTrees.copy(classes, copy.classes);
    return copy;
  }

  /** The copy that {@link #copiedTo} makes; Elasticsearch is not part of it. */
  public Installation copyIn(Path folder) {
    return new Installation(
        folder.resolve("own").resolve(classes.getFileName()),
        folder.resolve("lib"),
        folder.resolve("stack"),
        elasticsearch);
  }

  /** Whether {@link #copiedTo} was there before. Our own classes are copied last. */
  public boolean isCopiedTo(Path folder) {
    return Files.exists(copyIn(folder).classes);
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
