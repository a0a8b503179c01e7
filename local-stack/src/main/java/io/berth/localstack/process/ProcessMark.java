/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.localstack.process;

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
public record ProcessMark(long pid, Instant started) {

  /** The system's clock may be corrected between two readings of the same start time. */
  private static final Duration SAME = Duration.ofSeconds(2);

  public static ProcessMark of(ProcessHandle process) {
    return new ProcessMark(process.pid(), process.info().startInstant().orElse(Instant.EPOCH));
  }

  /** The process, when it runs and is the same one. */
  public Optional<ProcessHandle> find() {
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(this::isSame);
  }

  private boolean isSame(ProcessHandle process) {
    return Duration.between(started, of(process).started).abs().compareTo(SAME) <= 0;
  }

  /** Reads what {@link #write} wrote; empty when there is no such file or it is not whole. */
  public static Optional<ProcessMark> read(Path file) {
    try {
      String[] words = Files.readString(file).strip().split(" ");
      return Optional.of(
          new ProcessMark(
              Long.parseLong(words[0]), Instant.ofEpochMilli(Long.parseLong(words[1]))));
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

  /** Ends the process politely, and after {@code patience} by force. Returns when it is gone. */
  public void end(Duration patience) {
    find().ifPresent(process -> end(process, patience));
  }

  /** Ends a process politely, and after {@code patience} by force. Returns when it is gone. */
  public static void end(ProcessHandle process, Duration patience) {
    process.destroy();
    if (!isGone(process, patience)) {
      process.destroyForcibly();
      isGone(process, Duration.ofSeconds(10));
    }
  }

  private static boolean isGone(ProcessHandle process, Duration patience) {
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
