/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.launcher;

import io.berth.launcher.owncluster.OwnCluster;
import io.berth.launcher.suite.RunningSuite;
import io.berth.launcher.suite.SuiteProcess;
import io.berth.launcher.supervision.HealthProbe;
import io.berth.teststack.process.PidFile;
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
 * @param ownClusters the clusters that are not simulated
 */
record ProcessTable(String console, List<Row> rows, List<OwnCluster> ownClusters) {

  /**
   * @param pid 0 when there is no process
   * @param health {@code UP}, or {@code DEGRADED} or {@code DOWN} and what is wrong
   * @param residentBytes memory that it really uses; 0 when the system does not tell
   */
  record Row(
      String part, long pid, int port, String health, long residentBytes, long uptimeSeconds) {}

  static ProcessTable read(RunningSuite suite) {
    var rows = new ArrayList<Row>();
    var folder = suite.folder();
    try (var probe = new HealthProbe(folder)) {
      for (SuiteProcess part : suite.parts()) {
        String health = probe.ask(part).text();
        rows.add(row(part.name(), folder.mark(part.name()), part.port(), health));
      }
    }
    rows.add(row("berth", folder.launcherMark(), suite.ports().webhook(), "UP"));
    return new ProcessTable(suite.gatewayUrl(), List.copyOf(rows), suite.clusters().clusters());
  }

  private static Row row(String part, Path mark, int port, String health) {
    return PidFile.read(mark)
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

  /** Whether every part works; one that is degraded does. */
  boolean isHealthy() {
    return rows.stream().noneMatch(row -> row.health.startsWith("DOWN"));
  }
}
