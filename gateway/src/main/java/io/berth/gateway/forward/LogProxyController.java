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

/** Forwards log search, live tail and dead letters to log-pipeline-svc. */
@RestController
final class LogProxyController {

  private static final String SERVICE = "log-pipeline-svc";
  private static final List<String> FORWARDED_PARAMETERS =
      List.of(
          "namespace", "app", "cluster", "level", "q", "traceId", "from", "to", "limit", "after");

  private final Upstream upstream;
  private final URI service;

  LogProxyController(Upstream upstream, URI service) {
    this.upstream = upstream;
    this.service = service;
  }

  @GetMapping("/api/v1/logs")
  void search(HttpServletRequest request, HttpServletResponse response)
      throws IOException, InterruptedException {
    URI address =
        UpstreamUri.with(
            UpstreamUri.address(service, "api", "v1", "logs"), request, FORWARDED_PARAMETERS);
    upstream.forward(SERVICE, address, "application/json", request, response);
  }

  @GetMapping("/api/v1/logs/tail")
  void tail(HttpServletRequest request, HttpServletResponse response)
      throws IOException, InterruptedException {
    URI address =
        UpstreamUri.with(
            UpstreamUri.address(service, "api", "v1", "logs", "tail"),
            request,
            FORWARDED_PARAMETERS);
    upstream.forward(SERVICE, address, "text/event-stream", request, response);
  }

  @GetMapping("/api/v1/logs/dead-letters")
  void deadLetters(HttpServletRequest request, HttpServletResponse response)
      throws IOException, InterruptedException {
    URI address = UpstreamUri.address(service, "api", "v1", "logs", "dead-letters");
    upstream.forward(
        SERVICE,
        UpstreamUri.with(address, request, FORWARDED_PARAMETERS),
        "application/json",
        request,
        response);
  }

  @PostMapping("/api/v1/logs/dead-letters/replay")
  void replay(HttpServletRequest request, HttpServletResponse response)
      throws IOException, InterruptedException {
    URI address = UpstreamUri.address(service, "api", "v1", "logs", "dead-letters", "replay");
    upstream.post(SERVICE, UpstreamUri.with(address, request, FORWARDED_PARAMETERS), response);
  }
}
