/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.elasticsearch;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.berth.events.kafka.EventJson;
import io.berth.logpipeline.indexing.Document;
import io.berth.logpipeline.indexing.LogIndex;
import io.berth.logpipeline.indexing.Outcome;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Writes documents in bulk: the body is put together from bytes, the answer is trimmed. */
public final class BulkLogIndex implements LogIndex {

  private static final String ANSWER =
      "/_bulk?require_data_stream=true&filter_path=errors,items.*.status,items.*.error.type,"
          + "items.*.error.reason";
  private static final byte[] CREATE = "{\"create\":{\"_id\":".getBytes(UTF_8);
  private static final byte[] END = "}}\n".getBytes(UTF_8);

  private final Elasticsearch elasticsearch;

  public BulkLogIndex(Elasticsearch elasticsearch) {
    this.elasticsearch = elasticsearch;
  }

  @Override
  public List<Outcome> create(String stream, List<Document> documents) {
    try {
      return read(elasticsearch.bulk("/" + stream + ANSWER, body(documents)), documents.size());
    } catch (IOException e) {
      return all(documents.size(), new Outcome.TryAgain("no answer: " + e.getMessage()));
    }
  }

  @Override
  public boolean installTemplate() {
    try (InputStream template = BulkLogIndex.class.getResourceAsStream("logs-template.json")) {
      if (template == null) {
        throw new IllegalStateException("logs-template.json is missing in the jar");
      }
      return elasticsearch
          .send("PUT", "/_index_template/berth-logs", template.readAllBytes())
          .isGood();
    } catch (IOException e) {
      return false;
    }
  }

  static byte[] body(List<Document> documents) {
    int size = documents.stream().mapToInt(document -> document.json().length + 80).sum();
    ByteArrayOutputStream out = new ByteArrayOutputStream(size);
    try {
      for (Document document : documents) {
        out.write(CREATE);
        out.write(EventJson.mapper().writeValueAsBytes(document.id()));
        out.write(END);
        out.write(document.json());
        out.write('\n');
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  static List<Outcome> read(Elasticsearch.Answer answer, int documents) {
    JsonNode body = answer.body();
    JsonNode items = body.path("items");
    if (!answer.isGood() || items.size() != documents) {
      return all(documents, whole(answer));
    }
    List<Outcome> outcomes = new ArrayList<>(documents);
    for (JsonNode item : items) {
      JsonNode create = item.path("create");
      JsonNode error = create.path("error");
      outcomes.add(
          Outcome.of(
              create.path("status").asInt(0),
              error.path("type").asString(""),
              error.path("reason").asString("")));
    }
    return outcomes;
  }

  /** An answer to the request as a whole: only too large and bad ids are its own fault. */
  private static Outcome whole(Elasticsearch.Answer answer) {
    JsonNode error = answer.body().path("error");
    String type = error.path("type").asString("");
    return answer.isGood()
        ? new Outcome.TryAgain("an answer that has not one item for each document")
        : Outcome.of(answer.status(), type, error.path("reason").asString(""));
  }

  private static List<Outcome> all(int documents, Outcome outcome) {
    return Collections.nCopies(documents, outcome);
  }
}
