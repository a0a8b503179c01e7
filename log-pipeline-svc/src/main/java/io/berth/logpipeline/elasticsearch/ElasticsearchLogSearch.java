/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.elasticsearch;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import co.elastic.clients.elasticsearch._types.FieldSortNumericType;
import co.elastic.clients.elasticsearch._types.FieldValue;
import co.elastic.clients.elasticsearch._types.SortOrder;
import co.elastic.clients.elasticsearch._types.mapping.FieldType;
import co.elastic.clients.elasticsearch._types.query_dsl.BoolQuery;
import co.elastic.clients.elasticsearch._types.query_dsl.Operator;
import co.elastic.clients.elasticsearch.core.SearchRequest;
import co.elastic.clients.elasticsearch.core.SearchResponse;
import co.elastic.clients.elasticsearch.core.search.Hit;
import io.berth.logpipeline.search.LogHit;
import io.berth.logpipeline.search.LogLevels;
import io.berth.logpipeline.search.LogPage;
import io.berth.logpipeline.search.LogQuery;
import io.berth.logpipeline.search.LogSearch;
import io.berth.logpipeline.search.PageCursor;
import java.io.IOException;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Searches the data streams of logs. */
public final class ElasticsearchLogSearch implements LogSearch {

  private static final String STREAMS = "logs-berth.*-*";
  private static final String TIME_FORMAT = "strict_date_optional_time_nanos";
  private static final Type DOCUMENT = Map.class;

  private final ElasticsearchClient client;
  private final ElasticsearchFailures failures;

  public ElasticsearchLogSearch(ElasticsearchClient client, ElasticsearchFailures failures) {
    this.client = client;
    this.failures = failures;
  }

  @Override
  public LogPage find(LogQuery query) {
    try {
      SearchResponse<Map<String, Object>> found = client.search(request(query), DOCUMENT);
      return page(found.hits().hits(), query.limit());
    } catch (ElasticsearchException | IOException e) {
      throw new LogsUnavailableException(reason(e));
    }
  }

  private String reason(Exception failure) {
    return switch (ElasticsearchFailures.status(failure)) {
      case 0 ->
          failures.describe(failure)
              + "; logs are kept in Kafka meanwhile. Is BERTH_ELASTICSEARCH right, and does it run?";
      case 401, 403 -> failures.describe(failure);
      default -> failures.describe(failure) + ": see its log";
    };
  }

  static SearchRequest request(LogQuery query) {
    SearchRequest.Builder request =
        new SearchRequest.Builder()
            .index(STREAMS)
            .ignoreUnavailable(true)
            .allowNoIndices(true)
            .size(query.limit())
            .trackTotalHits(track -> track.enabled(false))
            .query(q -> q.bool(bool -> filters(bool, query)))
            .sort(
                sort ->
                    sort.field(
                        field ->
                            field
                                .field("@timestamp")
                                .order(SortOrder.Desc)
                                .format(TIME_FORMAT)
                                .numericType(FieldSortNumericType.DateNanos)
                                .unmappedType(FieldType.DateNanos)))
            .sort(
                sort ->
                    sort.field(
                        field ->
                            field
                                .field("event.id")
                                .order(SortOrder.Desc)
                                .unmappedType(FieldType.Keyword)));
    if (query.after() != null) {
      request.searchAfter(query.after().time(), query.after().id());
    }
    return request.build();
  }

  private static BoolQuery.Builder filters(BoolQuery.Builder bool, LogQuery query) {
    term(bool, "data_stream.namespace", query.namespace());
    term(bool, "berth.app", query.app());
    term(bool, "orchestrator.cluster.name", query.cluster());
    term(bool, "trace.id", query.traceId());
    if (query.level() != null) {
      List<FieldValue> levels = LogLevels.from(query.level()).stream().map(FieldValue::of).toList();
      bool.filter(f -> f.terms(terms -> terms.field("log.level").terms(v -> v.value(levels))));
    }
    if (query.from() != null || query.to() != null) {
      bool.filter(
          f ->
              f.range(
                  range ->
                      range.date(
                          date -> {
                            date.field("@timestamp");
                            if (query.from() != null) {
                              date.gte(query.from().toString());
                            }
                            return query.to() == null ? date : date.lt(query.to().toString());
                          })));
    }
    if (query.q() != null) {
      bool.filter(
          f ->
              f.simpleQueryString(
                  text ->
                      text.query(query.q())
                          .fields("message", "error.message", "error.stack_trace")
                          .defaultOperator(Operator.And)
                          .lenient(true)));
    }
    return bool;
  }

  private static void term(BoolQuery.Builder bool, String field, @Nullable String value) {
    if (value != null) {
      bool.filter(f -> f.term(term -> term.field(field).value(value)));
    }
  }

  private static LogPage page(List<Hit<Map<String, Object>>> found, int limit) {
    List<LogHit> hits = new ArrayList<>();
    String next = null;
    for (Hit<Map<String, Object>> hit : found) {
      Map<String, Object> source = hit.source();
      hits.add(LogHit.of(String.valueOf(hit.id()), source == null ? Map.of() : source));
      next = new PageCursor(sorted(hit, 0), sorted(hit, 1)).text();
    }
    return new LogPage(hits, hits.size() < limit ? null : next);
  }

  private static String sorted(Hit<?> hit, int by) {
    FieldValue value = by < hit.sort().size() ? hit.sort().get(by) : FieldValue.NULL;
    return value.isNull() ? "" : value._toJsonString();
  }
}
