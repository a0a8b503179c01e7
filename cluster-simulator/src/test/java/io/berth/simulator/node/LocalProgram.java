/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A program of the machine, run to its end. */
final class LocalProgram {

  private static final int PATIENCE_SECONDS = 60;

  private LocalProgram() {}

  /**
   * What it wrote, or why there is nothing.
   *
   * @param ok whether it ended by itself with 0
   * @param text standard output, then standard error
   */
  record Result(boolean ok, String text) {}

  /** Runs it for a minute at most; one that is not installed has merely failed. */
  static Result run(Map<String, String> environment, List<String> command) {
    try {
      Path out = Files.createTempFile("program", ".out");
      try {
        return run(environment, command, out);
      } finally {
        Files.delete(out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("No room for what a program writes", e);
    }
  }

  static Result run(String... command) {
    return run(Map.of(), List.of(command));
  }

  private static Result run(Map<String, String> environment, List<String> command, Path out)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile());
    builder.environment().putAll(environment);
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      return new Result(false, String.valueOf(e.getMessage()));
    }
    boolean ended = ends(process);
    String text = Files.readString(out, StandardCharsets.UTF_8).strip();
    return ended
        ? new Result(process.exitValue() == 0, text)
        : new Result(false, command.getFirst() + " did not end within a minute: " + text);
  }

  private static boolean ends(Process process) {
    try {
      return process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      process.destroyForcibly();
    }
  }

  /** Deletes a folder with all that is in it. */
  static void deleteTree(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot delete " + folder, e);
    }
  }
}
