/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.launcher;

import io.berth.cli.terminal.EscapedText;
import io.berth.launcher.owncluster.ClusterText;
import java.time.Duration;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** A process table for people and for programs. Pure. */
final class StatusText {

  private static final String LINE = "%-18s %8s %6d %9s %9s  %s%n";
  private static final long MEBI = 1024 * 1024;

  private StatusText() {}

  static String table(ProcessTable table) {
    var text = new StringBuilder();
    text.append(
        LINE.replace("%6d", "%6s").formatted("PART", "PID", "PORT", "MEMORY", "UP FOR", "HEALTH"));
    long sum = 0;
    for (var row : table.rows()) {
      sum += row.residentBytes();
      text.append(
          LINE.formatted(
              row.part(),
              row.pid() == 0 ? "-" : row.pid(),
              row.port(),
              row.residentBytes() / MEBI + " MiB",
              uptime(row.uptimeSeconds()),
              EscapedText.line(row.health())));
    }
    ClusterText.running(table.ownClusters()).forEach(line -> text.append(line).append('\n'));
    return text + "Together " + sum / MEBI + " MiB. Console " + table.console();
  }

  static String json(ProcessTable table) {
    return JsonMapper.builder()
        .enable(SerializationFeature.INDENT_OUTPUT)
        .build()
        .writeValueAsString(table);
  }

  static String uptime(long seconds) {
    var time = Duration.ofSeconds(seconds);
    if (time.toHours() > 0) {
      return time.toHours() + "h" + time.toMinutesPart() + "m";
    }
    return time.toMinutes() > 0
        ? time.toMinutes() + "m" + time.toSecondsPart() + "s"
        : seconds + "s";
  }
}
