/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.teststack.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.CopyOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;

/** Copies and deletes whole folders. */
public final class FileTrees {

  private static final CopyOption[] AS_IT_IS = {
    StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES
  };

  private FileTrees() {}

  /** Copies a file or a folder with all that is in it; missing parents are made. */
  public static void copy(Path from, Path to) {
    try (var files = Files.walk(from)) {
      Files.createDirectories(to.toAbsolutePath().getParent());
      for (Path file : (Iterable<Path>) files::iterator) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target, AS_IT_IS);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot copy " + from + " to " + to, e);
    }
  }

  /** Like {@link #copy}, but the target appears only when it is complete. */
  static void copyAtOnce(Path from, Path to) {
    Path unfinished = to.resolveSibling(to.getFileName() + ".unfinished");
    delete(unfinished);
    copy(from, unfinished);
    try {
      Files.move(unfinished, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot put " + to + " in its place", e);
    }
  }

  /** Deletes a folder with all that is in it; one that is not there is no failure. */
  public static void delete(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (var files = Files.walk(folder)) {
      for (Path file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot delete " + folder, e);
    }
  }
}
