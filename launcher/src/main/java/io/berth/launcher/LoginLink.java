/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.launcher;

import io.berth.launcher.suite.RunningSuite;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Asks the gateway for a link that logs its first visitor in. */
final class LoginLink {

  private LoginLink() {}

  /** The link; empty when the gateway gives none. */
  static String ask(RunningSuite suite) {
    var request =
        HttpRequest.newBuilder(URI.create(suite.gatewayUrl() + "/api/v1/login-links"))
            .header("Authorization", "Bearer " + suite.apiToken())
            .timeout(Duration.ofSeconds(5))
            .POST(BodyPublishers.noBody())
            .build();
    try (var client = HttpClient.newHttpClient()) {
      var answer = client.send(request, BodyHandlers.ofString());
      return answer.statusCode() / 100 == 2
          ? JsonMapper.builder().build().readTree(answer.body()).path("url").asString("")
          : "";
    } catch (IOException | JacksonException _) {
      return "";
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return "";
    }
  }
}
