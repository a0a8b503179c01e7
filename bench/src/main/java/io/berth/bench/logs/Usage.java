/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.bench.logs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a process has used, as Linux counts it.
 *
 * @param cpuSeconds of all its threads, in user and kernel mode
 * @param peakMiB the most memory it ever had resident
 */
record Usage(double cpuSeconds, long peakMiB) {

  private static final double TICKS_PER_SECOND = 100;

  static Usage of(Process process) {
    try {
      Path proc = Path.of("/proc", Long.toString(process.pid()));
      String stat = Files.readString(proc.resolve("stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      long ticks = Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
      long peak =
          Files.readAllLines(proc.resolve("status")).stream()
              .filter(line -> line.startsWith("VmHWM:"))
              .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
              .sum();
      return new Usage(ticks / TICKS_PER_SECOND, peak / 1024);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
