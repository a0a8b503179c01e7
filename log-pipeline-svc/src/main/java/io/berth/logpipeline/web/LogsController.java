/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.web;

import io.berth.logpipeline.search.InvalidQueryException;
import io.berth.logpipeline.search.LiveTail;
import io.berth.logpipeline.search.LogHit;
import io.berth.logpipeline.search.LogLevels;
import io.berth.logpipeline.search.LogPage;
import io.berth.logpipeline.search.LogQuery;
import io.berth.logpipeline.search.LogSearch;
import io.berth.logpipeline.search.PageCursor;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** HTTP API for search and live tail. */
@RestController
@RequestMapping("/api/v1/logs")
public final class LogsController {

  private final LogSearch logs;
  private final LiveTail tail;

  public LogsController(LogSearch logs, LiveTail tail) {
    this.logs = logs;
    this.tail = tail;
  }

  @GetMapping
  LogPage search(
      @RequestParam(required = false) @Nullable String namespace,
      @RequestParam(required = false) @Nullable String app,
      @RequestParam(required = false) @Nullable String cluster,
      @RequestParam(required = false) @Nullable String level,
      @RequestParam(required = false) @Nullable String q,
      @RequestParam(required = false) @Nullable String traceId,
      @RequestParam(required = false) @Nullable String from,
      @RequestParam(required = false) @Nullable String to,
      @RequestParam(required = false) @Nullable String limit,
      @RequestParam(required = false) @Nullable String after) {
    return logs.find(
        new LogQuery(
            set(namespace),
            set(app),
            set(cluster),
            set(level),
            set(q),
            set(traceId),
            time("from", set(from)),
            time("to", set(to)),
            number(set(limit)),
            cursor(set(after))));
  }

  @GetMapping(path = "/tail", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  ResponseEntity<SseEmitter> tail(
      HttpMethod method,
      @RequestParam(required = false) @Nullable String namespace,
      @RequestParam(required = false) @Nullable String app,
      @RequestParam(required = false) @Nullable String cluster,
      @RequestParam(required = false) @Nullable String level) {
    List<String> levels = levels(set(level));
    Predicate<LogHit> wanted =
        hit ->
            is(namespace, hit.namespace())
                && is(app, hit.app())
                && is(cluster, hit.cluster())
                && (levels.isEmpty() || hit.level() != null && levels.contains(hit.level()));
    // To a HEAD no byte is ever written, so a subscriber that disconnected would go unnoticed.
    boolean follows = !method.equals(HttpMethod.HEAD);
    return ResponseEntity.ok()
        .contentType(MediaType.TEXT_EVENT_STREAM)
        .body(follows ? new TailStream(tail, wanted).emitter() : null);
  }

  private static boolean is(@Nullable String wanted, @Nullable String found) {
    return wanted == null || wanted.isBlank() || wanted.equals(found);
  }

  private static List<String> levels(@Nullable String level) {
    return level == null ? List.of() : LogLevels.from(level);
  }

  private static @Nullable PageCursor cursor(@Nullable String after) {
    return after == null ? null : PageCursor.parse(after);
  }

  private static @Nullable String set(@Nullable String parameter) {
    return parameter == null || parameter.isBlank() ? null : parameter;
  }

  private static @Nullable Instant time(String name, @Nullable String text) {
    try {
      return text == null ? null : Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new InvalidQueryException(
          name, text, "an ISO 8601 time in UTC such as 2026-01-31T12:00:00Z");
    }
  }

  private static int number(@Nullable String limit) {
    try {
      return limit == null ? 100 : Integer.parseInt(limit);
    } catch (NumberFormatException e) {
      throw new InvalidQueryException("limit", limit, "1 to 1000");
    }
  }
}
