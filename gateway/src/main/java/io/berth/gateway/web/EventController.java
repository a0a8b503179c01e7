/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.berth.gateway.changes.ChangeFeed;
import io.berth.gateway.changes.ChangeFeed.ServerSentEvent;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** Server-sent events of changes. The request's virtual thread serves its subscription. */
@RestController
final class EventController {

  private static final long HEARTBEAT_MILLIS = 15_000;

  private final ChangeFeed feed;

  EventController(ChangeFeed feed) {
    this.feed = feed;
  }

  @GetMapping("/api/v1/events")
  void events(
      @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastSeen,
      HttpMethod method,
      HttpServletResponse response)
      throws IOException, InterruptedException {
    response.setContentType("text/event-stream");
    response.setCharacterEncoding(UTF_8.name());
    response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    response.setHeader("X-Accel-Buffering", "no");
    if (method.equals(HttpMethod.HEAD)) {
      return; // Nothing is written, so a disconnected client would not be noticed.
    }
    OutputStream out = response.getOutputStream();
    write(out, "retry: 2000\n\n");
    try (ChangeFeed.Subscription subscription = feed.subscribe(lastSeen)) {
      while (!subscription.isBehind() && !feed.isClosed()) {
        ServerSentEvent event = subscription.next(HEARTBEAT_MILLIS);
        write(out, event == null ? ": still here\n\n" : text(event));
      }
    }
  }

  private static String text(ServerSentEvent event) {
    return "id: " + event.id() + "\nevent: " + event.kind() + "\ndata: " + event.data() + "\n\n";
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(UTF_8));
    out.flush();
  }
}
