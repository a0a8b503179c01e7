/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor;

import io.berth.localstack.TestStack;
import io.berth.localstack.cluster.SimulatedCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** The service in a process of its own, so that it can be killed. */
final class Running implements AutoCloseable {

  static {
    // Long, since it is there to end a test that hangs, not to judge a slow machine.
    Awaitility.setDefaultTimeout(Duration.ofMinutes(3));
  }

  private final Process process;
  private final Path folder;

  private Running(Process process, Path folder) {
    this.process = process;
    this.folder = folder;
  }

  static Running start(String prefix, SimulatedCluster cluster, String webhook) {
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
                  cluster.writeKubeconfig(folder.resolve("config")).toString()));
      builder.redirectErrorStream(true).redirectOutput(folder.resolve("log").toFile());
      return new Running(builder.start(), folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether it says of itself that it is well. */
  boolean healthy() {
    try (HttpClient http = HttpClient.newHttpClient()) {
      String port =
          Files.readAllLines(folder.resolve("log")).stream()
              .filter(line -> line.contains("Tomcat started on port"))
              .map(line -> line.replaceAll(".*started on port (\\d+).*", "$1"))
              .findFirst()
              .orElse("");
      return !port.isEmpty()
          && http.send(
                      HttpRequest.newBuilder(
                              URI.create("http://localhost:" + port + "/actuator/health/readiness"))
                          .build(),
                      BodyHandlers.ofString())
                  .statusCode()
              == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** As a power failure would. */
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
