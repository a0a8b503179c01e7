/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.launcher.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarFile;

/** Tells two builds of a jar apart by what is in it: rebuilding the same gives the same. */
public final class JarVersion {

  private JarVersion() {}

  /** A short text; {@code unpacked} for a folder of classes. */
  public static String of(Path jar) {
    if (Files.isDirectory(jar)) {
      return "unpacked";
    }
    try (var file = new JarFile(jar.toFile())) {
      long sum =
          file.stream()
              .mapToLong(entry -> entry.getName().hashCode() * 31L + entry.getCrc())
              .reduce(17, (all, next) -> all * 31 + next);
      return Long.toString(sum & Long.MAX_VALUE, 36);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + jar + ". Build it with: ./berth build", e);
    }
  }
}
