/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.launcher.supervision;

import io.berth.launcher.suite.SuiteFolder;
import io.berth.launcher.suite.SuiteProcess;
import io.berth.teststack.process.Ports;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Duration;

/** Probes the health of a process. */
public final class HealthProbe implements AutoCloseable {

  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(1))
          .build();
  private final SuiteFolder folder;

  public HealthProbe(SuiteFolder folder) {
    this.folder = folder;
  }

  public ProcessHealth ask(SuiteProcess part) {
    return switch (part) {
      case SuiteProcess.KafkaProcess broker -> broker(broker);
      case SuiteProcess.ElasticsearchProcess elasticsearch ->
          http(elasticsearch, "/_cluster/health");
      case SuiteProcess.ClusterProcess cluster -> http(cluster, "/version");
      case SuiteProcess.BerthServiceProcess service -> http(service, "/actuator/health");
    };
  }

  private ProcessHealth broker(SuiteProcess.KafkaProcess broker) {
    if (!Files.exists(folder.brokerReady())) {
      return ProcessHealth.down("the broker is not ready yet");
    }
    return Ports.answers(broker.address().address(), broker.port())
        ? ProcessHealth.UP
        : ProcessHealth.down("nothing answers on port " + broker.port());
  }

  private ProcessHealth http(SuiteProcess part, String path) {
    var uri = URI.create("http://" + part.host() + ":" + part.port() + path);
    var request = HttpRequest.newBuilder(uri).timeout(TIMEOUT).build();
    try {
      return HealthAnswer.read(client.send(request, BodyHandlers.ofString()));
    } catch (IOException e) {
      return ProcessHealth.down("nothing answers on port " + part.port() + " (" + reason(e) + ")");
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return ProcessHealth.down("interrupted");
    }
  }

  private static String reason(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  @Override
  public void close() {
    client.shutdownNow();
  }

  /** Reads the answer of {@code /actuator/health} and its likes. */
  static final class HealthAnswer {

    private HealthAnswer() {}

    static ProcessHealth read(HttpResponse<String> answer) {
      return read(answer.statusCode(), answer.body());
    }

    static ProcessHealth read(int status, String body) {
      if (status != 200 || body.contains("\"status\":\"red\"")) {
        return ProcessHealth.down("HTTP " + status + " " + HealthText.brief(body));
      }
      return HealthText.isDegraded(body)
          ? ProcessHealth.degraded(HealthText.brief(body))
          : ProcessHealth.UP;
    }
  }
}
