/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.bench.deploy;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** deploy-svc as a process with a heap of 256 MiB. */
final class DeployServiceProcess implements AutoCloseable {

  private static final Duration START_TIMEOUT = Duration.ofMinutes(2);
  private static final Pattern HEAP =
      Pattern.compile("(?m)^jvm_memory_used_bytes\\{area=\"heap\"[^}]*} (\\S+)$");

  private final HttpClient http = HttpClient.newHttpClient();
  private final int port;
  private final Process process;

  DeployServiceProcess(Path jar, String kafka, String prefix, Path kubeconfig, Path log)
      throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      this.port = socket.getLocalPort();
    }
    this.process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx256m",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-jar",
                    jar.toString(),
                    "--berth.kafka=" + kafka,
                    "--berth.topic.prefix=" + prefix,
                    "--berth.cluster=" + BenchApplication.CLUSTER,
                    "--berth.kubeconfig=" + kubeconfig,
                    "--berth.registry.pin=never",
                    "--server.port=" + port))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
  }

  void awaitUp() throws InterruptedException {
    Instant until = Instant.now().plus(START_TIMEOUT);
    while (!get("/actuator/health").contains("\"status\":\"UP\"")) {
      if (!process.isAlive() || Instant.now().isAfter(until)) {
        throw new IllegalStateException("deploy-svc does not come up; see its log");
      }
      Thread.sleep(200);
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** MiB of heap that are reachable: measured after a full collection. */
  double liveHeap() throws IOException, InterruptedException {
    new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
            Long.toString(process.pid()),
            "GC.run")
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
    Matcher heap = HEAP.matcher(get("/actuator/prometheus"));
    double bytes = 0;
    while (heap.find()) {
      bytes += Double.parseDouble(heap.group(1));
    }
    return bytes / (1 << 20);
  }

  private String get(String path) throws InterruptedException {
    try {
      return http.send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
              BodyHandlers.ofString())
          .body();
    } catch (IOException _) {
      return "";
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
