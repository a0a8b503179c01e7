/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.forward;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.berth.gateway.problems.ProblemException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/** Requests for dead letters are forwarded to the service that has them. */
class LogProxyControllerTest {

  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final MockHttpServletRequest request = new MockHttpServletRequest();
  private final MockHttpServletResponse response = new MockHttpServletResponse();
  private HttpServer service;
  private LogProxyController controller;
  private volatile int status = 200;

  @BeforeEach
  void open() throws IOException {
    service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    service.createContext(
        "/",
        exchange -> {
          requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
          byte[] body = "{\"replayed\":2}".getBytes(UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(status, body.length);
          try (var out = exchange.getResponseBody()) {
            out.write(body);
          }
        });
    service.start();
    controller =
        new LogProxyController(
            new Upstream(), URI.create("http://localhost:" + service.getAddress().getPort()));
  }

  @AfterEach
  void close() {
    service.stop(0);
  }

  @Test
  void deadLetters_areListedWithKnownParametersOnly() throws Exception {
    request.setParameter("limit", "5");
    request.setParameter("secret", "x");
    controller.deadLetters(request, response);
    assertThat(requests).containsExactly("GET /api/v1/logs/dead-letters?limit=5");
    assertThat(response.getContentAsString()).isEqualTo("{\"replayed\":2}");
    assertThat(response.getContentType()).isEqualTo("application/json");
  }

  @Test
  void replay_isForwardedAsPost_withItsResponseUnchanged() throws Exception {
    status = 409;
    request.setParameter("limit", "7");
    controller.replay(request, response);
    assertThat(requests).containsExactly("POST /api/v1/logs/dead-letters/replay?limit=7");
    assertThat(response.getStatus()).isEqualTo(409);
    assertThat(response.getContentAsString()).isEqualTo("{\"replayed\":2}");
    assertThat(response.getHeader("Cache-Control")).isEqualTo("no-store");
  }

  @Test
  void unavailableService_isNamed() {
    service.stop(0);
    assertThatThrownBy(() -> controller.replay(request, response))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("log-pipeline-svc at http://localhost");
  }
}
