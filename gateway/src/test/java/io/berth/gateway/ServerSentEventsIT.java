/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.gateway.changes.ChangeFeed;
import io.berth.teststack.TestStack;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Event streams are closed when their clients disconnect, and by HEAD and OPTIONS none is opened.
 */
class ServerSentEventsIT {

  static {
    // Long: it only ends a test that hangs, a slow machine must not fail one.
    Awaitility.setDefaultTimeout(Duration.ofMinutes(8));
  }

  private static final int REPETITIONS = 30;

  private static SilentUpstream service;
  private static TestGateway gateway;

  @BeforeAll
  static void start() {
    TestStack stack = TestStack.shared();
    service = new SilentUpstream();
    gateway =
        TestGateway.start(
            stack.bootstrapServers(),
            stack.freshTopicPrefix(),
            "--berth.log-pipeline-url=" + service.url(),
            "--berth.deploy-urls=dc-a=" + service.url() + ",dc-b=" + service.url());
    await().until(() -> gateway.send(gateway.request("/actuator/health")).statusCode() == 200);
  }

  @AfterAll
  static void stop() throws IOException {
    gateway.close();
    service.close();
  }

  @Test
  void head_returnsHeadersOnly_andLeavesNoStreamOpen() throws Exception {
    for (String path : readable()) {
      for (int i = 0; i < (path.matches(".*(events|tail)") ? REPETITIONS : 1); i++) {
        assertThat(headThenHealth(path)).as("HEAD " + path).startsWith("HTTP/1.1 ");
      }
    }
    assertThat(readable()).contains("/api/v1/events", "/api/v1/logs/tail");
    assertThat(feed().subscribers()).isZero();
    assertThat(service.streams()).isZero();
    assertThat(service.requests()).contains("HEAD /api/v1/logs/tail");
  }

  @Test
  void headOfAStream_hasTheContentTypeOfAGet() throws Exception {
    for (String path : List.of("/api/v1/events", "/api/v1/logs/tail")) {
      var answer = gateway.send(gateway.program(path).HEAD(), BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().firstValue("Content-Type").orElse(""))
          .startsWith("text/event-stream");
      assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
      assertThat(answer.body()).isEmpty();
    }
  }

  @Test
  void options_areAnsweredWithoutAnUpstreamRequest() throws Exception {
    int before = service.requests().size();
    for (String path : readable()) {
      var answer = gateway.send(gateway.program(path).method("OPTIONS", BodyPublishers.noBody()));
      assertThat(answer.statusCode()).as("OPTIONS " + path).isEqualTo(200);
      assertThat(answer.headers().firstValue("Allow").orElse("")).contains("GET", "HEAD");
    }
    assertThat(service.requests()).hasSize(before);
    assertThat(feed().subscribers()).isZero();
  }

  @Test
  void disconnectedClients_freeTheirStreams_evenIdleOnes() throws Exception {
    HttpResponse<Stream<String>> tail =
        gateway.send(gateway.program("/api/v1/logs/tail"), BodyHandlers.ofLines());
    HttpResponse<Stream<String>> events =
        gateway.send(gateway.program("/api/v1/events"), BodyHandlers.ofLines());
    assertThat(tail.body().findFirst()).contains(": following");
    assertThat(events.body().findFirst()).contains("retry: 2000");
    await().until(() -> service.streams() == 1 && feed().subscribers() == 1);

    tail.body().close();
    events.body().close();

    await().until(() -> service.streams() == 0 && feed().subscribers() == 0);
  }

  private static ChangeFeed feed() {
    return gateway.bean("changeFeed", ChangeFeed.class);
  }

  /** The path of each GET that the gateway's own controllers answer, with names in its places. */
  private static List<String> readable() {
    var paths = new TreeSet<String>();
    gateway
        .bean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
        .getHandlerMethods()
        .keySet()
        .stream()
        .filter(mapping -> mapping.getMethodsCondition().getMethods().contains(RequestMethod.GET))
        .map(RequestMappingInfo::getPatternValues)
        .forEach(paths::addAll);
    return paths.stream()
        .map(path -> path.replace("{cluster}", "dc-a").replaceAll("\\{[^}]*}", "cart"))
        .toList();
  }

  /** On one connection, where the second answer comes only after the first handler has ended. */
  private static String headThenHealth(String path) throws IOException {
    try (var connection = new Socket("localhost", gateway.port());
        var in = new BufferedReader(new InputStreamReader(connection.getInputStream(), US_ASCII))) {
      connection.setSoTimeout(180_000);
      connection.getOutputStream().write(request("HEAD", path));
      String status = in.readLine();
      while (!in.readLine().isEmpty()) {
        // The headers of the HEAD, which has no body.
      }
      connection.getOutputStream().write(request("GET", "/actuator/health/liveness"));
      assertThat(in.readLine()).as("after HEAD " + path).startsWith("HTTP/1.1 200");
      return status;
    }
  }

  private static byte[] request(String method, String path) {
    return (method
            + " "
            + path
            + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
            + TestGateway.TOKEN
            + "\r\n\r\n")
        .getBytes(US_ASCII);
  }
}
