/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.localstack.elasticsearch;

import java.nio.file.Path;
import java.util.List;

/**
 * A single Elasticsearch for one machine.
 *
 * @param home the unpacked server; it is only read
 * @param directory folder of everything that this node writes: configuration, data, logs
 * @param log file of its log
 * @param port where HTTP clients connect
 * @param transportPort for other nodes, of which there are none
 * @param heap as Java takes it, such as {@code 256m}
 */
public record NodeSettings(
    Path home, Path directory, Path log, int port, int transportPort, String heap) {

  Path configuration() {
    return directory.resolve("config");
  }

  /** What the start command says, which is nothing when all is well. */
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
        "xpack.security.enabled: false",
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
