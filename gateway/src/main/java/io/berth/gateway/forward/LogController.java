/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.forward;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** The search in all logs, as log-pipeline-svc answers it. */
@RestController
final class LogController {

  private static final String SERVICE = "log-pipeline-svc";
  private static final List<String> PASSED =
      List.of(
          "namespace", "app", "cluster", "level", "q", "traceId", "from", "to", "limit", "after");

  private final Upstream upstream;
  private final URI service;

  LogController(Upstream upstream, URI service) {
    this.upstream = upstream;
    this.service = service;
  }

  @GetMapping("/api/v1/logs")
  void search(HttpServletRequest request, HttpServletResponse response)
      throws IOException, InterruptedException {
    URI address = Query.with(Query.address(service, "api", "v1", "logs"), request, PASSED);
    upstream.pass(SERVICE, address, "application/json", response);
  }

  @GetMapping("/api/v1/logs/tail")
  void tail(HttpServletRequest request, HttpServletResponse response)
      throws IOException, InterruptedException {
    URI address = Query.with(Query.address(service, "api", "v1", "logs", "tail"), request, PASSED);
    upstream.pass(SERVICE, address, "text/event-stream", response);
  }

  @GetMapping("/api/v1/logs/dead-letters")
  void deadLetters(HttpServletRequest request, HttpServletResponse response)
      throws IOException, InterruptedException {
    URI address = Query.address(service, "api", "v1", "logs", "dead-letters");
    upstream.pass(SERVICE, Query.with(address, request, PASSED), "application/json", response);
  }

  @PostMapping("/api/v1/logs/dead-letters/replay")
  void replay(HttpServletRequest request, HttpServletResponse response)
      throws IOException, InterruptedException {
    URI address = Query.address(service, "api", "v1", "logs", "dead-letters", "replay");
    upstream.post(SERVICE, Query.with(address, request, PASSED), response);
  }
}
