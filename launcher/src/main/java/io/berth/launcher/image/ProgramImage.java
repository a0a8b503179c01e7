/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.launcher.image;

import io.berth.launcher.process.JarVersion;
import io.berth.launcher.process.LauncherInstallation;
import io.berth.teststack.process.FileTrees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * A program of this project that is no service, laid out where a later build leaves it alone, so
 * that the JVM's cache of its loaded classes stays valid.
 *
 * @param classPath its own jar, its libraries, the leash
 * @param folder where it lies; its caches are kept beside its jar
 */
record ProgramImage(List<Path> classPath, Path folder) {

  /**
   * Lays the program out in {@code images}; what is there already for this very jar is used.
   *
   * @param jar its own jar, named for its module
   * @param libraries folder of what else it needs
   * @param watchdog lies beside its jar: a cache holds only for the paths it was made with
   */
  static ProgramImage of(Path jar, Path libraries, Path images, Path watchdog) {
    String module = jar.getFileName().toString().replace(".jar", "");
    Path folder = images.resolve(module + "-" + JarVersion.of(jar) + "-" + JarVersion.of(watchdog));
    if (!Files.isDirectory(folder)) {
      ServiceImage.deleteEarlier(images, module);
      layOut(List.of(jar, watchdog), libraries, folder);
    }
    var classPath = new ArrayList<>(List.of(folder.resolve(jar.getFileName())));
    classPath.addAll(LauncherInstallation.jars(folder.resolve("lib")));
    classPath.add(folder.resolve(watchdog.getFileName()));
    return new ProgramImage(List.copyOf(classPath), folder);
  }

  private static void layOut(List<Path> own, Path libraries, Path folder) {
    Path unfinished = folder.resolveSibling(folder.getFileName() + ".unfinished");
    FileTrees.delete(unfinished);
    own.forEach(file -> FileTrees.copy(file, unfinished.resolve(file.getFileName())));
    FileTrees.copy(libraries, unfinished.resolve("lib"));
    try {
      Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot lay out " + folder + ". Make it writable", e);
    }
  }
}
