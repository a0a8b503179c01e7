/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.elasticsearch;

import static org.assertj.core.api.Assertions.assertThat;

import co.elastic.clients.json.JsonpUtils;
import co.elastic.clients.json.jackson.Jackson3JsonpMapper;
import io.berth.events.kafka.EventJson;
import io.berth.logpipeline.search.LogQuery;
import io.berth.logpipeline.search.PageCursor;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ElasticsearchLogSearchTest {

  @Test
  void everyCriterion_isInTheRequest() {
    assertThat(
            asked(
                new LogQuery(
                    "shop",
                    "cart",
                    "dc-a",
                    "error",
                    "out of \"stock\"",
                    "t1",
                    Instant.parse("2026-01-01T00:00:00Z"),
                    Instant.parse("2026-01-02T00:00:00.5Z"),
                    50,
                    new PageCursor("2026-01-01T10:00:00.000000001Z", "i-7"))))
        .isEqualTo(
            EventJson.mapper()
                .readTree(
                    """
                    {
                      "size": 50,
                      "track_total_hits": false,
                      "query": {"bool": {"filter": [
                        {"term": {"data_stream.namespace": {"value": "shop"}}},
                        {"term": {"berth.app": {"value": "cart"}}},
                        {"term": {"orchestrator.cluster.name": {"value": "dc-a"}}},
                        {"term": {"trace.id": {"value": "t1"}}},
                        {"terms": {"log.level": ["ERROR", "FATAL"]}},
                        {"range": {"@timestamp": {
                          "gte": "2026-01-01T00:00:00Z", "lt": "2026-01-02T00:00:00.500Z"}}},
                        {"simple_query_string": {
                          "query": "out of \\"stock\\"",
                          "fields": ["message", "error.message", "error.stack_trace"],
                          "default_operator": "and",
                          "lenient": true}}
                      ]}},
                      "sort": [
                        {"@timestamp": {"order": "desc", "format": "strict_date_optional_time_nanos",
                          "numeric_type": "date_nanos", "unmapped_type": "date_nanos"}},
                        {"event.id": {"order": "desc", "unmapped_type": "keyword"}}
                      ],
                      "search_after": ["2026-01-01T10:00:00.000000001Z", "i-7"]
                    }
                    """));
  }

  @Test
  void withoutCriteria_everythingIsRequested_newestFirst() {
    JsonNode asked = asked(new LogQuery(null, null, null, null, null, null, null, null, 10, null));
    assertThat(asked.at("/query/bool/filter").size()).isZero();
    assertThat(asked.path("search_after").isMissingNode()).isTrue();
    assertThat(asked.at("/sort/0/@timestamp/order").asString()).isEqualTo("desc");
  }

  private static JsonNode asked(LogQuery query) {
    return EventJson.mapper()
        .readTree(
            JsonpUtils.toJsonString(
                ElasticsearchLogSearch.request(query),
                new Jackson3JsonpMapper(EventJson.mapper())));
  }
}
