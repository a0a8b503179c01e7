/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.elasticsearch;

import io.berth.events.kafka.EventJson;
import io.berth.logpipeline.search.Cursor;
import io.berth.logpipeline.search.Levels;
import io.berth.logpipeline.search.LogHit;
import io.berth.logpipeline.search.LogPage;
import io.berth.logpipeline.search.LogQuery;
import io.berth.logpipeline.search.Logs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Searches the data streams of logs. */
public final class LogSearch implements Logs {

  private static final String PATH =
      "/logs-berth.*-*/_search?ignore_unavailable=true&allow_no_indices=true";
  private static final String TIME_FORMAT = "strict_date_optional_time_nanos";

  private final Elasticsearch elasticsearch;

  public LogSearch(Elasticsearch elasticsearch) {
    this.elasticsearch = elasticsearch;
  }

  @Override
  public LogPage find(LogQuery query) {
    try {
      byte[] body = EventJson.mapper().writeValueAsBytes(body(query));
      Elasticsearch.Answer answer = elasticsearch.send("POST", PATH, body);
      if (!answer.isGood()) {
        throw new LogsUnavailable(
            "Elasticsearch answered "
                + answer.status()
                + " "
                + answer.body().path("error").path("type").asString("")
                + ": see its log");
      }
      return page(answer.body().path("hits").path("hits"), query.limit());
    } catch (IOException e) {
      throw new LogsUnavailable(
          "Elasticsearch does not answer; logs are kept in Kafka meanwhile. Is BERTH_ELASTICSEARCH "
              + "right, and does it run?");
    }
  }

  static Map<String, Object> body(LogQuery query) {
    List<Object> filters = new ArrayList<>();
    term(filters, "data_stream.namespace", query.namespace());
    term(filters, "berth.app", query.app());
    term(filters, "orchestrator.cluster.name", query.cluster());
    term(filters, "trace.id", query.traceId());
    if (query.level() != null) {
      filters.add(Map.of("terms", Map.of("log.level", Levels.from(query.level()))));
    }
    if (query.from() != null || query.to() != null) {
      filters.add(Map.of("range", Map.of("@timestamp", range(query))));
    }
    if (query.q() != null) {
      filters.add(
          Map.of(
              "simple_query_string",
              Map.of(
                  "query",
                  query.q(),
                  "fields",
                  List.of("message", "error.message", "error.stack_trace"),
                  "default_operator",
                  "and",
                  "lenient",
                  true)));
    }
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("size", query.limit());
    body.put("track_total_hits", false);
    body.put("query", Map.of("bool", Map.of("filter", filters)));
    body.put(
        "sort",
        List.of(
            Map.of(
                "@timestamp",
                Map.of(
                    "order", "desc",
                    "format", TIME_FORMAT,
                    "numeric_type", "date_nanos",
                    "unmapped_type", "date_nanos")),
            Map.of("event.id", Map.of("order", "desc", "unmapped_type", "keyword"))));
    if (query.after() != null) {
      body.put("search_after", List.of(query.after().time(), query.after().id()));
    }
    return body;
  }

  private static Map<String, Object> range(LogQuery query) {
    Map<String, Object> range = new LinkedHashMap<>();
    if (query.from() != null) {
      range.put("gte", query.from().toString());
    }
    if (query.to() != null) {
      range.put("lt", query.to().toString());
    }
    return range;
  }

  private static void term(List<Object> filters, String field, @Nullable String value) {
    if (value != null) {
      filters.add(Map.of("term", Map.of(field, value)));
    }
  }

  @SuppressWarnings("unchecked")
  private static LogPage page(JsonNode found, int limit) {
    List<LogHit> hits = new ArrayList<>();
    String next = null;
    for (JsonNode hit : found) {
      Map<String, Object> source = EventJson.mapper().convertValue(hit.path("_source"), Map.class);
      hits.add(LogHit.of(hit.path("_id").asString(""), source));
      JsonNode sort = hit.path("sort");
      next = new Cursor(sort.path(0).asString(""), sort.path(1).asString("")).text();
    }
    return new LogPage(hits, hits.size() < limit ? null : next);
  }
}
