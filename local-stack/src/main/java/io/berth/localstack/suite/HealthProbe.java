/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.localstack.suite;

import io.berth.localstack.process.Ports;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Duration;

/** Asks a part how it is. */
final class HealthProbe implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(1))
          .build();
  private final SuiteFolder folder;

  HealthProbe(SuiteFolder folder) {
    this.folder = folder;
  }

  Health ask(Part part) {
    return switch (part) {
      case Part.Broker broker -> broker(broker);
      case Part.Elasticsearch elasticsearch -> http(elasticsearch.port(), "/_cluster/health");
      case Part.Cluster cluster -> http(cluster.port(), "/version");
      case Part.Service service -> http(service.port(), "/actuator/health");
    };
  }

  private Health broker(Part.Broker broker) {
    if (!Files.exists(folder.brokerReady())) {
      return Health.down("the broker is not ready yet");
    }
    return Ports.answers(broker.port())
        ? Health.UP
        : Health.down("nothing answers on port " + broker.port());
  }

  private Health http(int port, String path) {
    var uri = URI.create("http://localhost:" + port + path);
    var request = HttpRequest.newBuilder(uri).timeout(PATIENCE).build();
    try {
      return HealthAnswer.read(client.send(request, BodyHandlers.ofString()));
    } catch (IOException e) {
      return Health.down("nothing answers on port " + port + " (" + reason(e) + ")");
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Health.down("interrupted");
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

    static Health read(HttpResponse<String> answer) {
      return read(answer.statusCode(), answer.body());
    }

    static Health read(int status, String body) {
      return status == 200 && !body.contains("\"status\":\"red\"")
          ? Health.UP
          : Health.down("HTTP " + status + " " + HealthText.brief(body));
    }
  }
}
