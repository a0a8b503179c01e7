/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.e2e.suite;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The gateway's API as a program uses it. */
record SuiteApi(String address, String token) {

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  /** A namespace in which one replica is enough, in every cluster. */
  void ensureNamespace(String name) {
    ensureNamespace(name, "dc-a", "dc-b");
  }

  void ensureNamespace(String name, String... clusters) {
    var answer =
        ask(
            "POST",
            "/api/v1/commands/ensure-namespace",
            "{\"meta\":{\"requestedBy\":\"e2e\",\"clusters\":[\""
                + String.join("\",\"", clusters)
                + "\"]},\"namespace\":\""
                + name
                + "\",\"environment\":\"QA\",\"owner\":\"e2e\"}");
    String id = answer.path("commandId").asString();
    await("namespace " + name)
        .atMost(Duration.ofMinutes(3))
        .until(
            () ->
                ask("GET", "/api/v1/operations/" + id, "")
                    .path("overall")
                    .path("complete")
                    .asBoolean(false));
  }

  /** The alerts on an application that fire, or fired since the suite is up. */
  List<JsonNode> alertsThatFired(String namespace, String app) {
    var fired = new ArrayList<JsonNode>();
    ask("GET", "/api/v1/alerts?namespace=" + namespace + "&app=" + app, "")
        .path("items")
        .forEach(
            alert -> {
              if (!alert.path("firedAt").asString("").isEmpty()) {
                fired.add(alert);
              }
            });
    return fired;
  }

  /** Asks the gateway; the answer as JSON. */
  JsonNode ask(String method, String path, String body) {
    try {
      var request =
          HttpRequest.newBuilder(URI.create(address + path))
              .header("Authorization", "Bearer " + token)
              .header("Content-Type", "application/json")
              .method(method, BodyPublishers.ofString(body))
              .build();
      return JsonMapper.shared().readTree(HTTP.send(request, BodyHandlers.ofString()).body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while the gateway was asked", e);
    }
  }
}
