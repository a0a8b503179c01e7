/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.teststack;

import io.berth.teststack.process.Ports;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The service as a process of its own, to be killed and started again. */
public final class PipelineProcess implements AutoCloseable {

  private final Path folder;
  private final Map<String, String> environment;
  private final int port = Ports.free();
  private final int forwardPort = Ports.free();
  private final HttpClient http = HttpClient.newHttpClient();
  private Process process;

  /**
   * @param more of its environment
   */
  public PipelineProcess(Path folder, String kafka, String elasticsearch, Map<String, String> more)
      throws IOException {
    this.folder = folder;
    this.environment = new HashMap<>(more);
    this.environment.putAll(
        Map.of(
            "BERTH_KAFKA",
            kafka,
            "BERTH_ELASTICSEARCH",
            elasticsearch,
            "BERTH_FORWARD_PORT",
            String.valueOf(forwardPort),
            "BERTH_PORT",
            String.valueOf(port)));
    this.process = start();
  }

  public int forwardPort() {
    return forwardPort;
  }

  /** As {@code kill -9} does. */
  public void kill() {
    process.destroyForcibly().onExit().join();
  }

  public void killAndStartAgain() throws IOException {
    kill();
    process = start();
  }

  /** What all loops have before them; -1 where nobody answers. */
  public double lag() {
    return sum("berth_logs_lag{");
  }

  /** Records that it enriched; -1 where it does not answer. */
  public double enriched() {
    return sum("berth_logs_enriched_total");
  }

  public double duplicates() {
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
      if (!process.isAlive()) {
        throw new IllegalStateException(
            "The service ended with " + process.exitValue() + ": " + lastLines(), e);
      }
      return -1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return -1;
    }
  }

  private String lastLines() {
    try {
      List<String> lines = Files.readAllLines(folder.resolve("service.log"));
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()));
    } catch (IOException e) {
      return e.toString();
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
                "-XX:TieredStopAtLevel=1",
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
