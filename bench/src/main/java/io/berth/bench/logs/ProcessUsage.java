/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.bench.logs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * CPU and memory usage of a process, from Linux's /proc.
 *
 * @param cpuSeconds of all its threads, in user and kernel mode
 * @param compilerSeconds of these, what Java's compilers had: a process pays that once
 * @param peakMiB the most memory it ever had resident
 */
record ProcessUsage(double cpuSeconds, double compilerSeconds, long peakMiB) {

  private static final double TICKS_PER_SECOND = 100;

  static ProcessUsage of(Process process) {
    try {
      Path proc = Path.of("/proc", Long.toString(process.pid()));
      long peak =
          Files.readAllLines(proc.resolve("status")).stream()
              .filter(line -> line.startsWith("VmHWM:"))
              .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
              .sum();
      return new ProcessUsage(seconds(proc), compilers(proc.resolve("task")), peak / 1024);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** CPU seconds since then, without the compilers'. */
  double workSince(ProcessUsage before) {
    return cpuSeconds - compilerSeconds - before.cpuSeconds + before.compilerSeconds;
  }

  private static double compilers(Path threads) throws IOException {
    double seconds = 0;
    try (Stream<Path> all = Files.list(threads)) {
      for (Path thread : all.toList()) {
        if (Files.readString(thread.resolve("comm")).matches("C[12] Compiler.*\\s*")) {
          seconds += seconds(thread);
        }
      }
    }
    return seconds;
  }

  private static double seconds(Path of) throws IOException {
    String stat = Files.readString(of.resolve("stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
  }
}
