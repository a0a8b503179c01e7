/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.launcher.image;

import io.berth.launcher.process.JarVersion;
import io.berth.teststack.process.FileTrees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;

/**
 * A service laid out for a quick start: its own classes as one jar and each library as a file,
 * which loads faster than jars within a jar and can be cached by the JVM.
 *
 * @param classPath in the order of the service's own index, the leash last
 * @param mainClass its main class
 * @param cache where the JVM's cache of its loaded classes lies, when it was made
 */
record ServiceImage(List<Path> classPath, String mainClass, Path cache) {

  /**
   * Lays the service out in {@code images}; what is there already for these very jars is used.
   *
   * @param watchdog lies beside the service's jars: a cache holds only for the paths it was made
   *     with
   */
  static ServiceImage of(Path root, String module, Path images, Path watchdog) {
    Path target = root.resolve(module).resolve("target");
    Path app = target.resolve(module + "-app.jar");
    try (var jar = new JarFile(app.toFile())) {
      Path folder =
          images.resolve(module + "-" + JarVersion.of(app) + "-" + JarVersion.of(watchdog));
      if (!Files.isDirectory(folder)) {
        deleteEarlier(images, module);
        layOut(jar, List.of(target.resolve(module + ".jar"), watchdog), folder);
      }
      var classPath = new ArrayList<>(List.of(folder.resolve(module + ".jar")));
      for (String library : libraries(jar)) {
        classPath.add(folder.resolve(library.substring(library.lastIndexOf('/') + 1)));
      }
      classPath.add(folder.resolve(watchdog.getFileName()));
      String main = jar.getManifest().getMainAttributes().getValue("Start-Class");
      return new ServiceImage(List.copyOf(classPath), main, folder.resolve("classes.aot"));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot lay out " + app + ". Build it with: ./berth build", e);
    }
  }

  private static List<String> libraries(JarFile jar) throws IOException {
    try (var index = jar.getInputStream(jar.getEntry("BOOT-INF/classpath.idx"))) {
      return new String(index.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> line.startsWith("- "))
          .map(line -> line.substring(2).replace("\"", "").strip())
          .toList();
    }
  }

  private static void layOut(JarFile jar, List<Path> own, Path folder) throws IOException {
    Path unfinished = folder.resolveSibling(folder.getFileName() + ".unfinished");
    FileTrees.delete(unfinished);
    for (Path file : own) {
      FileTrees.copy(file, unfinished.resolve(file.getFileName()));
    }
    for (String library : libraries(jar)) {
      try (var in = jar.getInputStream(jar.getEntry(library))) {
        Files.copy(in, unfinished.resolve(library.substring(library.lastIndexOf('/') + 1)));
      }
    }
    Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Deletes what was laid out of earlier builds of that module. */
  static void deleteEarlier(Path images, String module) {
    try {
      Files.createDirectories(images);
      try (var earlier = Files.newDirectoryStream(images, module + "-*")) {
        earlier.forEach(FileTrees::delete);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot clear " + images + ". Make it writable", e);
    }
  }
}
