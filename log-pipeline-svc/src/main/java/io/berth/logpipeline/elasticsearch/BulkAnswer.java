/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.elasticsearch;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.berth.events.kafka.EventJson;
import io.berth.logpipeline.indexing.Outcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;

/** What Elasticsearch's answer to a bulk request says about each document. */
final class BulkAnswer {

  private static final byte[] ALL_WELL = "{\"errors\":false,\"items\":[".getBytes(UTF_8);

  private BulkAnswer() {}

  /** One outcome for each of so many documents. */
  static List<Outcome> outcomes(Elasticsearch.Bytes answer, int documents) {
    if (!answer.isGood()) {
      return Collections.nCopies(documents, whole(answer));
    }
    try {
      return startsWith(answer.body(), ALL_WELL)
          ? Collections.nCopies(documents, first(answer.body()))
          : each(answer.body(), documents);
    } catch (JacksonException e) {
      return Collections.nCopies(documents, new Outcome.TryAgain("an answer that is no JSON"));
    }
  }

  /** All went well, so all went where the first one went: a request sees one state of a stream. */
  private static Outcome first(byte[] body) {
    try (JsonParser parser = EventJson.mapper().createParser(body)) {
      for (JsonToken at = parser.nextToken(); at != null; at = parser.nextToken()) {
        if (at == JsonToken.PROPERTY_NAME && parser.currentName().equals("_index")) {
          parser.nextToken();
          return new Outcome.Stored(parser.getString());
        }
      }
    }
    return new Outcome.TryAgain("an answer without items");
  }

  private static List<Outcome> each(byte[] body, int documents) {
    JsonNode items = EventJson.mapper().readTree(body).path("items");
    if (items.size() != documents) {
      return Collections.nCopies(
          documents, new Outcome.TryAgain("an answer that has not one item for each document"));
    }
    List<Outcome> outcomes = new ArrayList<>(documents);
    for (JsonNode item : items) {
      JsonNode create = item.path("create");
      JsonNode error = create.path("error");
      outcomes.add(
          Outcome.of(
              create.path("status").asInt(0),
              create.path("_index").asString(""),
              error.path("type").asString(""),
              error.path("reason").asString("")));
    }
    return outcomes;
  }

  /** An answer to the request as a whole: only too large and bad ids are its own fault. */
  private static Outcome whole(Elasticsearch.Bytes answer) {
    JsonNode error = answer.json().path("error");
    String type = error.path("type").asString("");
    return Outcome.of(answer.status(), "", type, error.path("reason").asString(""));
  }

  private static boolean startsWith(byte[] bytes, byte[] head) {
    return bytes.length > head.length && Arrays.equals(bytes, 0, head.length, head, 0, head.length);
  }
}
