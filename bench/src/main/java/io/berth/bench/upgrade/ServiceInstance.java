/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.bench.upgrade;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A process of a service.
 *
 * @param service its configuration
 * @param port the port of its health check
 * @param process the process
 * @param log its log file
 */
record ServiceInstance(ServiceConfiguration service, int port, Process process, Path log) {

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  static ServiceInstance start(ServiceConfiguration service, Path project, int port, Path home)
      throws IOException {
    Path jar = project.resolve(service.module()).resolve("target/" + service.module() + "-app.jar");
    Path log = home.resolve("upgrade-" + service.name() + "-" + port + ".log");
    Path state = Files.createDirectories(home.resolve("state-" + service.name() + "-" + port));
    var builder =
        new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx160m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-jar",
                jar.toString()));
    builder.environment().putAll(service.environment());
    builder.environment().put("BERTH_PORT", String.valueOf(port));
    builder.environment().put("BERTH_STATE_DIR", state.toString());
    // Two receivers of logs do not share a port.
    builder.environment().put("BERTH_FORWARD_PORT", String.valueOf(port + 5_800));
    Process process =
        builder.redirectErrorStream(true).redirectOutput(Redirect.to(log.toFile())).start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    return new ServiceInstance(service, port, process, log);
  }

  void awaitUp(Duration longest) throws InterruptedException {
    Instant until = Instant.now().plus(longest);
    while (!isUp()) {
      if (!process.isAlive() || Instant.now().isAfter(until)) {
        throw new IllegalStateException(service.name() + " does not come up; see " + log);
      }
      Thread.sleep(200);
    }
  }

  private boolean isUp() throws InterruptedException {
    try {
      var health = URI.create("http://localhost:" + port + "/actuator/health/readiness");
      return HTTP.send(HttpRequest.newBuilder(health).build(), BodyHandlers.discarding())
              .statusCode()
          == 200;
    } catch (IOException _) {
      return false;
    }
  }

  /** Ends it as an orchestrator does. */
  void end() throws InterruptedException {
    process.destroy();
    process.waitFor();
  }
}
