/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logappender;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A subdirectory that one process owns, held by a file lock that ends with the process. A directory
 * with events of a process that died is taken before an empty one.
 */
final class SpillDirectory implements AutoCloseable {

  static final String ENDING = ".spill";

  private static final int MAX_ENTRIES = 32;
  private static final String LOCK = "lock";

  private final Path path;
  private final FileChannel lock;

  private SpillDirectory(Path path, FileChannel lock) {
    this.path = path;
    this.lock = lock;
  }

  /**
   * Takes one.
   *
   * @throws IOException where nothing can be written there
   */
  static SpillDirectory take(Path parent) throws IOException {
    Files.createDirectories(parent);
    List<Path> folders =
        IntStream.range(0, MAX_ENTRIES)
            .mapToObj(number -> parent.resolve("appender-" + number))
            .sorted(Comparator.comparing(folder -> files(folder).isEmpty()))
            .toList();
    for (Path folder : folders) {
      Files.createDirectories(folder);
      FileChannel lock = lock(folder.resolve(LOCK));
      if (lock != null) {
        return new SpillDirectory(folder, lock);
      }
    }
    throw new IOException("all " + MAX_ENTRIES + " folders below " + parent + " are in use");
  }

  Path path() {
    return path;
  }

  /** What is there, oldest first. */
  List<Path> files() {
    return files(path);
  }

  private static List<Path> files(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(ENDING)).sorted().toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private static @Nullable FileChannel lock(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = null;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      // Another appender of this process has it.
    } finally {
      if (lock == null) {
        channel.close();
      }
    }
    return lock == null ? null : channel;
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}
