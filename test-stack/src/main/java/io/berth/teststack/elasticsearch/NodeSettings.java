/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.teststack.elasticsearch;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A single Elasticsearch for one machine.
 *
 * @param home the unpacked server; it is only read
 * @param directory folder of everything that this node writes: configuration, data, logs
 * @param log file of its log
 * @param port where HTTP clients connect
 * @param transportPort for other nodes, of which there are none
 * @param heap as Java takes it, such as {@code 256m}
 * @param security who may come in; null for everybody, over plain HTTP
 */
public record NodeSettings(
    Path home,
    Path directory,
    Path log,
    int port,
    int transportPort,
    String heap,
    @Nullable NodeSecurity security) {

  /** A server without security. */
  public NodeSettings(
      Path home, Path directory, Path log, int port, int transportPort, String heap) {
    this(home, directory, log, port, transportPort, heap, null);
  }

  Path configuration() {
    return directory.resolve("config");
  }

  /** The output of the start command, empty when it succeeds. */
  Path startLog() {
    return directory.resolve("start.log");
  }

  Path temporary() {
    return directory.resolve("tmp");
  }

  Path pidFile() {
    return pidFile(directory);
  }

  static Path pidFile(Path directory) {
    return directory.resolve("elasticsearch.pid");
  }

  List<String> yaml() {
    List<String> lines = new ArrayList<>(common());
    lines.addAll(security == null ? List.of("xpack.security.enabled: false") : security.yaml());
    return lines;
  }

  private List<String> common() {
    return List.of(
        "cluster.name: berth",
        "node.name: berth-local",
        "discovery.type: single-node",
        "http.host: 127.0.0.1",
        "transport.host: 127.0.0.1",
        "http.port: " + port,
        "transport.port: " + transportPort,
        "path.data: '" + directory.resolve("data").toString().replace("'", "''") + "'",
        "path.logs: '" + directory.resolve("logs").toString().replace("'", "''") + "'",
        "xpack.ml.enabled: false",
        "# A full disk of a developer's machine must not make the indices read-only.",
        "cluster.routing.allocation.disk.threshold_enabled: false");
  }

  List<String> jvmOptions() {
    return List.of(
        "-Xms" + heap,
        "-Xmx" + heap,
        "-XX:-AlwaysPreTouch",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseCompactObjectHeaders");
  }

  /** One file in place of the server's own set of nine. */
  List<String> logging() {
    return List.of(
        "status = error",
        "appender.file.type = File",
        "appender.file.name = file",
        "appender.file.fileName = " + log.toString().replace("\\", "/"),
        "appender.file.layout.type = PatternLayout",
        "appender.file.layout.pattern = %d{HH:mm:ss.SSS} %-5p [%c{1.}] %m%n",
        "rootLogger.level = info",
        "rootLogger.appenderRef.file.ref = file");
  }

  /** What the server brings along and a small single node does without. */
  static boolean isWanted(String shippedJvmOption) {
    return !shippedJvmOption.startsWith("-XX:+UseG1GC")
        && !shippedJvmOption.startsWith("-Xlog:gc")
        && !shippedJvmOption.startsWith("-XX:ErrorFile")
        && !shippedJvmOption.startsWith("-XX:+HeapDumpOnOutOfMemoryError");
  }
}
