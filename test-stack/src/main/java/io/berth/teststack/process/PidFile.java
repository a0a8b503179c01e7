/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.teststack.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A process as it is known again from a file: its number alone is not enough, since numbers are
 * given out anew; its start time goes with it.
 *
 * @param pid number of the process
 * @param started when it started, as the operating system tells
 */
public record PidFile(long pid, Instant started) {

  /** The system's clock may be corrected between two readings of the same start time. */
  private static final Duration SAME = Duration.ofSeconds(2);

  public static PidFile of(ProcessHandle process) {
    return new PidFile(process.pid(), process.info().startInstant().orElse(Instant.EPOCH));
  }

  /** The process, when it runs and is the same one. */
  public Optional<ProcessHandle> find() {
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(this::isSame);
  }

  private boolean isSame(ProcessHandle process) {
    return Duration.between(started, of(process).started).abs().compareTo(SAME) <= 0;
  }

  /** Reads what {@link #write} wrote; empty when there is no such file or it is not whole. */
  public static Optional<PidFile> read(Path file) {
    try {
      String[] words = Files.readString(file).strip().split(" ");
      return Optional.of(
          new PidFile(Long.parseLong(words[0]), Instant.ofEpochMilli(Long.parseLong(words[1]))));
    } catch (IOException | NumberFormatException | ArrayIndexOutOfBoundsException _) {
      return Optional.empty();
    }
  }

  /** Writes "pid start-in-milliseconds", at once. */
  public void write(Path file) {
    try {
      Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
      Files.writeString(unfinished, pid + " " + started.toEpochMilli() + "\n");
      Files.move(
          unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + file, e);
    }
  }

  /** Terminates the process, by force after {@code patience}; returns when it has exited. */
  public void end(Duration patience) {
    find().ifPresent(process -> end(process, patience));
  }

  /** Terminates a process, by force after {@code patience}; returns when it has exited. */
  public static void end(ProcessHandle process, Duration patience) {
    process.destroy();
    if (!awaitExit(process, patience)) {
      process.destroyForcibly();
      awaitExit(process, Duration.ofSeconds(10));
    }
  }

  private static boolean awaitExit(ProcessHandle process, Duration patience) {
    try {
      process.onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException | ExecutionException _) {
      return !process.isAlive();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return !process.isAlive();
    }
  }
}
