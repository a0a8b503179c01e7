/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.faults;

import io.berth.localstack.process.Ports;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The service as a process of its own, to be killed and started again. */
final class ServiceProcess implements AutoCloseable {

  private final Path folder;
  private final Map<String, String> environment;
  private final int port = Ports.free();
  private final int forwardPort = Ports.free();
  private final HttpClient http = HttpClient.newHttpClient();
  private Process process;

  ServiceProcess(Path folder, String kafka, String elasticsearch) throws IOException {
    this.folder = folder;
    this.environment =
        Map.of(
            "BERTH_KAFKA",
            kafka,
            "BERTH_ELASTICSEARCH",
            elasticsearch,
            "BERTH_LOG_TRANSACTIONS",
            System.getProperty("berth.faulty.transactions", "false"),
            "BERTH_TOPIC_PARTITIONS",
            "4",
            "BERTH_FORWARD_PORT",
            String.valueOf(forwardPort),
            "BERTH_PORT",
            String.valueOf(port));
    this.process = start();
  }

  int forwardPort() {
    return forwardPort;
  }

  /** As {@code kill -9} does. */
  void killAndStartAgain() throws IOException {
    process.destroyForcibly().onExit().join();
    process = start();
  }

  /** What all loops have before them; -1 where nobody answers. */
  double lag() {
    return sum("berth_logs_lag{");
  }

  double duplicates() {
    return sum("berth_logs_duplicates_total");
  }

  private double sum(String name) {
    try {
      String metrics =
          http.send(
                  HttpRequest.newBuilder(
                          URI.create("http://localhost:" + port + "/actuator/prometheus"))
                      .build(),
                  BodyHandlers.ofString())
              .body();
      return metrics
          .lines()
          .filter(line -> line.startsWith(name))
          .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
          .sum();
    } catch (IOException e) {
      return -1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return -1;
    }
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }

  private Process start() throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx384m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                "io.berth.logpipeline.LogPipelineApplication"));
    builder.environment().putAll(environment);
    File log = folder.resolve("service.log").toFile();
    return builder
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
        .start();
  }
}
