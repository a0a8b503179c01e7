/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway;

import static io.berth.gateway.TestGateway.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;

/** Authentication and access rules, and the API while Kafka is unavailable. */
class AuthenticationIT {

  private static TestGateway gateway;

  @BeforeAll
  static void start() {
    // Nothing listens there: the gateway starts without Kafka.
    gateway = TestGateway.start("localhost:1", "");
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/apps",
        "/api/v1/operations",
        "/api/v1/events",
        "/api/v1/openapi.json",
        "/actuator/prometheus",
        "/anything"
      })
  void missingOrWrongToken_isUnauthorized(String path) throws Exception {
    HttpResponse<String> none = gateway.send(gateway.request(path));
    assertThat(none.statusCode()).isEqualTo(401);
    assertThat(none.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(none.headers().firstValue("WWW-Authenticate")).isPresent();
    HttpResponse<String> wrong =
        gateway.send(gateway.request(path).header("Authorization", "Bearer wrong"));
    assertThat(wrong.statusCode()).isEqualTo(401);
    assertThat(json(wrong).path("detail").asString()).contains("not this installation's");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/login", "/console/console.js", "/actuator/health/liveness"})
  void consoleFilesAndHealth_arePublic(String path) throws Exception {
    assertThat(gateway.send(gateway.request(path)).statusCode()).isEqualTo(200);
  }

  @Test
  void loginLink_isValidOnce_andItsSessionMayWriteWithACsrfToken() throws Exception {
    String path = relative(link());
    HttpResponse<String> in = gateway.send(gateway.request(path));
    assertThat(in.statusCode()).isEqualTo(303);
    String cookie = in.headers().firstValue("Set-Cookie").orElseThrow();
    assertThat(cookie).startsWith("berth-session=").contains("HttpOnly", "SameSite=Strict");
    assertThat(gateway.send(gateway.request(path)).statusCode()).isEqualTo(410);

    String session = cookie.substring(0, cookie.indexOf(';'));
    HttpResponse<String> who =
        gateway.send(gateway.request("/api/v1/session").header("Cookie", session));
    assertThat(json(who).path("principal").asString()).isEqualTo("alice");

    assertThat(gateway.send(stop(session)).statusCode()).isEqualTo(403);
    String csrf =
        who.headers().allValues("Set-Cookie").stream()
            .filter(each -> each.startsWith("XSRF-TOKEN="))
            .findFirst()
            .orElseThrow();
    String token = csrf.substring("XSRF-TOKEN=".length(), csrf.indexOf(';'));
    HttpResponse<String> allowed =
        gateway.send(stop(session + "; XSRF-TOKEN=" + token).header("X-XSRF-TOKEN", token));
    // Authorized; it fails only because Kafka is unavailable.
    assertThat(allowed.statusCode()).isEqualTo(503);
  }

  @Test
  void session_cannotIssueLoginLinks() throws Exception {
    HttpResponse<String> in = gateway.send(gateway.request(relative(link())));
    String session = in.headers().firstValue("Set-Cookie").orElseThrow().split(";")[0];
    HttpResponse<String> answer =
        gateway.send(
            gateway
                .request("/api/v1/login-links")
                .header("Cookie", session)
                .POST(BodyPublishers.noBody()));
    assertThat(answer.statusCode()).isEqualTo(403);
  }

  @Test
  void loginNameThatIsNoLineOfText_isRejected() throws Exception {
    for (String body :
        new String[] {
          "{\"name\": \"alice\\n2026-01-31 INFO forged\"}",
          "{\"name\": \"alice\\u001b[2J\"}",
          "{\"name\": \"\\ud800\"}",
          "{\"name\": \"\\u202ealice\"}",
          "{\"name\": 5}",
          "{\"name\": \"alice\", \"name\": \"bob\"}",
          "{\"nam\": \"alice\"}",
          "[]"
        }) {
      HttpResponse<String> answer =
          gateway.send(
              gateway
                  .program("/api/v1/login-links")
                  .header("Content-Type", "application/json")
                  .POST(BodyPublishers.ofString(body)));
      assertThat(answer.statusCode()).as(body).isEqualTo(400);
      assertThat(json(answer).path("errors")).hasSize(1);
    }
  }

  @Test
  void prefetch_doesNotRedeemTheLink() throws Exception {
    String path = relative(link());
    assertThat(gateway.send(gateway.request(path).header("Sec-Purpose", "prefetch")).statusCode())
        .isEqualTo(200);
    assertThat(gateway.send(gateway.request(path)).statusCode()).isEqualTo(303);
  }

  @Test
  void commandWithoutKafka_isUnavailable_andHealthIsDown() throws Exception {
    HttpResponse<String> answer =
        gateway.post("/api/v1/commands/stop", "app: {namespace: shop, name: cart}");
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Retry-After")).contains("5");
    JsonNode problem = json(answer);
    assertThat(problem.path("detail").asString())
        .startsWith("Kafka did not confirm the command")
        .contains("Idempotency-Key: " + problem.path("commandId").asString());
    HttpResponse<String> health = gateway.send(gateway.request("/actuator/health"));
    assertThat(health.statusCode()).isEqualTo(503);
    assertThat(json(health).at("/components/kafka/status").asString()).isEqualTo("DOWN");
  }

  @Test
  void openApiDocument_hasEveryRoute_andNoOther() throws Exception {
    Set<String> described = new TreeSet<>();
    gateway
        .get("/api/v1/openapi.json")
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .propertyNames()
                    .forEach(verb -> described.add(verb.toUpperCase() + " " + path.getKey())));
    Set<String> routes = new TreeSet<>();
    gateway
        .bean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
        .getHandlerMethods()
        .keySet()
        .forEach(
            route ->
                route
                    .getPathPatternsCondition()
                    .getPatternValues()
                    .forEach(
                        path ->
                            route
                                .getMethodsCondition()
                                .getMethods()
                                .forEach(verb -> routes.add(verb + " " + path))));
    assertThat(described).isEqualTo(routes);
  }

  private static String link() throws Exception {
    HttpResponse<String> answer =
        gateway.send(
            gateway
                .program("/api/v1/login-links")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"name\":\"alice\"}")));
    assertThat(answer.statusCode()).isEqualTo(201);
    return json(answer).path("url").asString();
  }

  private static String relative(String link) {
    URI uri = URI.create(link);
    return uri.getRawPath() + "?" + uri.getRawQuery();
  }

  private static HttpRequest.Builder stop(String cookies) {
    return gateway
        .request("/api/v1/commands/stop")
        .header("Cookie", cookies)
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString("{\"app\":{\"namespace\":\"shop\",\"name\":\"cart\"}}"));
  }
}
