/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.elasticsearch;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.berth.events.kafka.EventJson;
import io.berth.logpipeline.indexing.IndexOutcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;

/** Maps the response to a bulk request to one outcome for each document. */
final class BulkResponseParser {

  private static final byte[] ALL_WELL = "{\"errors\":false,\"items\":[".getBytes(UTF_8);

  private BulkResponseParser() {}

  /** One outcome for each of so many documents. */
  static List<IndexOutcome> outcomes(
      BulkClient.RawResponse answer, int documents, ElasticsearchFailures failures) {
    if (!answer.isGood()) {
      return Collections.nCopies(documents, whole(answer, failures));
    }
    try {
      return startsWith(answer.body(), ALL_WELL)
          ? Collections.nCopies(documents, first(answer.body()))
          : each(answer.body(), documents, failures);
    } catch (JacksonException e) {
      return Collections.nCopies(documents, new IndexOutcome.Retry("an answer that is no JSON"));
    }
  }

  /** All went well, so all went where the first one went: a request sees one state of a stream. */
  private static IndexOutcome first(byte[] body) {
    try (JsonParser parser = EventJson.mapper().createParser(body)) {
      for (JsonToken at = parser.nextToken(); at != null; at = parser.nextToken()) {
        if (at == JsonToken.PROPERTY_NAME && parser.currentName().equals("_index")) {
          parser.nextToken();
          return new IndexOutcome.Indexed(parser.getString());
        }
      }
    }
    return new IndexOutcome.Retry("an answer without items");
  }

  private static List<IndexOutcome> each(
      byte[] body, int documents, ElasticsearchFailures failures) {
    JsonNode items = EventJson.mapper().readTree(body).path("items");
    if (items.size() != documents) {
      return Collections.nCopies(
          documents, new IndexOutcome.Retry("an answer that has not one item for each document"));
    }
    List<IndexOutcome> outcomes = new ArrayList<>(documents);
    for (JsonNode item : items) {
      JsonNode create = item.path("create");
      JsonNode error = create.path("error");
      outcomes.add(
          outcome(
              create.path("status").asInt(0),
              create.path("_index").asString(""),
              error.path("type").asString(""),
              error.path("reason").asString(""),
              failures));
    }
    return outcomes;
  }

  /** An answer to the request as a whole: only too large and bad ids are its own fault. */
  private static IndexOutcome whole(BulkClient.RawResponse answer, ElasticsearchFailures failures) {
    JsonNode error = answer.json().path("error");
    String type = error.path("type").asString("");
    return outcome(answer.status(), "", type, error.path("reason").asString(""), failures);
  }

  private static IndexOutcome outcome(
      int status, String index, String type, String reason, ElasticsearchFailures failures) {
    boolean refused = status == 401 || (status == 403 && type.equals("security_exception"));
    return refused
        ? new IndexOutcome.Retry(failures.refusal(status, reason))
        : IndexOutcome.of(status, index, type, reason);
  }

  private static boolean startsWith(byte[] bytes, byte[] head) {
    return bytes.length > head.length && Arrays.equals(bytes, 0, head.length, head, 0, head.length);
  }
}
