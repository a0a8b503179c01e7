/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor;

import io.berth.events.kafka.EventJson;
import io.berth.simulator.SimulatedCluster;
import io.berth.teststack.TestStack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;

/** The service in its own process, so that it can be killed. */
final class RunningMonitor implements AutoCloseable {

  static {
    // Long enough for a slow machine; only ends tests that hang.
    Awaitility.setDefaultTimeout(Duration.ofMinutes(8));
  }

  private final Process process;
  private final Path folder;

  private RunningMonitor(Process process, Path folder) {
    this.process = process;
    this.folder = folder;
  }

  static RunningMonitor start(String prefix, SimulatedCluster cluster, String webhook) {
    return start(prefix, cluster, webhook, Map.of());
  }

  /**
   * Starts the service.
   *
   * @param more environment variables
   */
  static RunningMonitor start(
      String prefix, SimulatedCluster cluster, String webhook, Map<String, String> more) {
    return start(
        prefix, folder -> cluster.writeKubeconfig(folder.resolve("config")), webhook, more);
  }

  /** Starts it on an existing cluster. */
  static RunningMonitor start(String prefix, Path kubeconfig, String webhook) {
    return start(prefix, _ -> kubeconfig, webhook, Map.of());
  }

  private static RunningMonitor start(
      String prefix, UnaryOperator<Path> kubeconfig, String webhook, Map<String, String> more) {
    try {
      Path folder = Files.createTempDirectory("monitor");
      ProcessBuilder builder =
          new ProcessBuilder(
              List.of(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx160m",
                  "-XX:+UseSerialGC",
                  "-XX:TieredStopAtLevel=1",
                  "--enable-native-access=ALL-UNNAMED",
                  "-cp",
                  System.getProperty("java.class.path"),
                  MonitorApplication.class.getName()));
      builder
          .environment()
          .putAll(
              Map.of(
                  "BERTH_KAFKA",
                  TestStack.shared().bootstrapServers(),
                  "BERTH_TOPIC_PREFIX",
                  prefix,
                  "BERTH_TOPIC_PARTITIONS",
                  "2",
                  "BERTH_CLUSTER",
                  "dc-a",
                  "BERTH_PORT",
                  "0",
                  "BERTH_SAMPLE_PERIOD",
                  "PT2S",
                  "BERTH_ALERT_TIME_SCALE",
                  "0.02",
                  "BERTH_WEBHOOK_URL",
                  webhook,
                  "BERTH_STATE_DIR",
                  folder.resolve("state").toString(),
                  "KUBECONFIG",
                  kubeconfig.apply(folder).toString()));
      builder.environment().putAll(more);
      builder.redirectErrorStream(true).redirectOutput(folder.resolve("log").toFile());
      return new RunningMonitor(builder.start(), folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its log so far. */
  String log() throws IOException {
    return Files.readString(folder.resolve("log"));
  }

  /** Whether its readiness probe succeeds. */
  boolean healthy() {
    return status("/actuator/health/readiness") == 200;
  }

  /** The HTTP status of a path; 0 where the connection fails. */
  int status(String path) {
    return get(path).map(HttpResponse::statusCode).orElse(0);
  }

  /** A component of its health. */
  JsonNode health(String component) {
    return get("/actuator/health")
        .map(response -> EventJson.mapper().readTree(response.body()))
        .map(health -> health.path("components").path(component))
        .orElseThrow();
  }

  /** The lines of its log that contain a text. */
  List<String> logLines(String text) {
    try {
      return Files.readAllLines(folder.resolve("log")).stream()
          .filter(line -> line.contains(text))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Optional<HttpResponse<String>> get(String path) {
    try (HttpClient http = HttpClient.newHttpClient()) {
      String port =
          logLines("Tomcat started on port").stream()
              .map(line -> line.replaceAll(".*started on port (\\d+).*", "$1"))
              .findFirst()
              .orElse("");
      return port.isEmpty()
          ? Optional.empty()
          : Optional.of(
              http.send(
                  HttpRequest.newBuilder(URI.create("http://localhost:" + port + path)).build(),
                  BodyHandlers.ofString()));
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /** Waits for it to exit, and returns its exit code. */
  int exitCode() throws InterruptedException {
    if (!process.waitFor(3, TimeUnit.MINUTES)) {
      throw new IllegalStateException("It did not end");
    }
    return process.exitValue();
  }

  /** Kills it like a power failure. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(15, TimeUnit.SECONDS)) {
        kill();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      kill();
    }
  }
}
