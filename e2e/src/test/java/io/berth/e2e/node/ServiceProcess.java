/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.e2e.node;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A service as it is packed, in a process of its own; what it says lies in target/node. */
final class ServiceProcess implements AutoCloseable {

  private static final Path ROOT = Path.of(System.getProperty("berth.root"));
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final Process process;
  private final Path log;

  private ServiceProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /**
   * Starts it and waits until it is ready.
   *
   * @param service such as {@code monitor-svc}
   * @param called names its log
   * @param environment beside the port
   */
  static ServiceProcess ready(String service, String called, Map<String, String> environment) {
    Path jar = ROOT.resolve(service).resolve("target").resolve(service + "-app.jar");
    assertThat(jar)
        .as("pack it first: mvn -pl %s -am -Dquick -DskipTests package", service)
        .isRegularFile();
    try {
      Path folder = Files.createDirectories(Path.of("target", "node").toAbsolutePath());
      Path log = folder.resolve(called + ".log");
      ProcessBuilder builder =
          new ProcessBuilder(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-Xmx192m",
              "-XX:+UseSerialGC",
              "-XX:TieredStopAtLevel=1",
              "--enable-native-access=ALL-UNNAMED",
              "-jar",
              jar.toString());
      builder.environment().putAll(environment);
      builder.environment().put("BERTH_PORT", "0");
      builder
          .environment()
          .put("BERTH_STATE_DIR", Files.createTempDirectory(folder, called).toString());
      builder.redirectErrorStream(true).redirectOutput(log.toFile());
      ServiceProcess started = new ServiceProcess(builder.start(), log);
      Awaitility.await(service + " is ready, see " + log)
          .atMost(Duration.ofMinutes(5))
          .pollInterval(Duration.ofMillis(500))
          .until(started::isReady);
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean isReady() {
    assertThat(process.isAlive()).as("the process ended, see " + log).isTrue();
    return !port().isEmpty() && status("/actuator/health/readiness") == 200;
  }

  private String port() {
    try {
      return Files.readAllLines(log).stream()
          .filter(line -> line.contains("Tomcat started on port"))
          .map(line -> line.replaceAll(".*started on port (\\d+).*", "$1"))
          .findFirst()
          .orElse("");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The status that a path is answered with; 0 where nobody answers. */
  int status(String path) {
    try {
      return get(path).statusCode();
    } catch (IOException _) {
      return 0;
    }
  }

  /** A part of {@code /actuator/health}. */
  JsonNode health(String component) {
    try {
      return JsonMapper.shared()
          .readTree(get("/actuator/health").body())
          .path("components")
          .path(component);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Lines of its log that contain a text. */
  List<String> said(String text) {
    try {
      return Files.readAllLines(log).stream().filter(line -> line.contains(text)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private HttpResponse<String> get(String path) throws IOException {
    try {
      return HTTP.send(
          HttpRequest.newBuilder(URI.create("http://localhost:" + port() + path))
              .timeout(Duration.ofSeconds(20))
              .build(),
          BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly().onExit().join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }
}
