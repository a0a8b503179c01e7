/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.localstack.suite;

import io.berth.localstack.process.ProcessMark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The processes of a suite at one moment.
 *
 * @param console address of the gateway
 */
record ProcessTable(String console, List<Row> rows) {

  /**
   * @param pid 0 when there is no process
   * @param health {@code UP} or what is wrong
   * @param residentBytes memory that it really uses; 0 when the system does not tell
   */
  record Row(
      String part, long pid, int port, String health, long residentBytes, long uptimeSeconds) {}

  static ProcessTable read(RunningSuite suite) {
    var rows = new ArrayList<Row>();
    var folder = suite.folder();
    try (var probe = new HealthProbe(folder)) {
      for (Part part : suite.parts()) {
        var health = probe.ask(part);
        String text = health.isUp() ? "UP" : "DOWN " + health.detail();
        rows.add(row(part.name(), folder.mark(part.name()), part.port(), text));
      }
    }
    rows.add(row("berth", folder.launcherMark(), suite.ports().webhook(), "UP"));
    return new ProcessTable(suite.gatewayUrl(), List.copyOf(rows));
  }

  private static Row row(String part, Path mark, int port, String health) {
    return ProcessMark.read(mark)
        .filter(found -> found.find().isPresent())
        .map(
            found ->
                new Row(
                    part,
                    found.pid(),
                    port,
                    health,
                    residentBytes(found.pid()),
                    Duration.between(found.started(), Instant.now()).toSeconds()))
        .orElse(new Row(part, 0, port, "DOWN no process", 0, 0));
  }

  private static long residentBytes(long pid) {
    try (var lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .findFirst()
          .map(ProcessTable::kilobytes)
          .orElse(0L);
    } catch (IOException _) {
      return 0;
    }
  }

  static long kilobytes(String line) {
    return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
  }

  boolean isHealthy() {
    return rows.stream().allMatch(row -> row.health.equals("UP"));
  }
}
