/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.elasticsearch;

import io.berth.logpipeline.indexing.Document;
import io.berth.logpipeline.indexing.Generations;
import io.berth.logpipeline.indexing.Generations.Generation;
import io.berth.logpipeline.indexing.LogIndex;
import io.berth.logpipeline.indexing.NoAnswer;
import io.berth.logpipeline.indexing.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Writes documents in bulk: the body is put together from bytes, the answer is trimmed. */
public final class BulkLogIndex implements LogIndex {

  private static final String CREATE =
      "/_bulk?require_data_stream=true&filter_path=errors,items.*.status,items.*._index,"
          + "items.*.error.type,items.*.error.reason,error.type,error.reason";
  private static final String DELETE = "/_bulk?filter_path=items.*.status";
  private static final String CREATED =
      "/_settings/index.creation_date?filter_path=*.settings.index.creation_date";
  private static final String FIND = "/_search?filter_path=hits.hits._id";
  private static final byte[] NOTHING = new byte[0];

  private final Elasticsearch elasticsearch;

  public BulkLogIndex(Elasticsearch elasticsearch) {
    this.elasticsearch = elasticsearch;
  }

  @Override
  public List<Outcome> create(String stream, List<Document> documents) {
    try {
      return BulkAnswer.outcomes(
          elasticsearch.bulk("/" + stream + CREATE, BulkBody.create(documents)), documents.size());
    } catch (IOException e) {
      return Collections.nCopies(
          documents.size(), new Outcome.TryAgain("no answer: " + e.getMessage()));
    }
  }

  @Override
  public boolean installTemplate() {
    return install("logs-template.json", "berth-logs")
        && install("platform-template.json", "berth-platform");
  }

  private boolean install(String file, String name) {
    try (InputStream template = BulkLogIndex.class.getResourceAsStream(file)) {
      if (template == null) {
        throw new IllegalStateException(file + " is missing in the jar");
      }
      return elasticsearch
          .send("PUT", "/_index_template/" + name, template.readAllBytes())
          .isGood();
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public Generations generations(String stream) throws NoAnswer {
    try {
      Elasticsearch.Answer answer = elasticsearch.get("/" + stream + CREATED);
      if (answer.status() == 404) {
        return new Generations(List.of());
      }
      return generations(good(answer, "the backing indices of " + stream));
    } catch (IOException e) {
      throw new NoAnswer("no answer: " + e.getMessage());
    }
  }

  static Generations generations(JsonNode settings) {
    List<Generation> all = new ArrayList<>();
    for (var index : settings.properties()) {
      all.add(
          new Generation(
              index.getKey(), index.getValue().at("/settings/index/creation_date").asLong(0)));
    }
    all.sort(Comparator.comparingLong(Generation::created).thenComparing(Generation::index));
    return new Generations(all);
  }

  @Override
  public Map<String, String> holders(List<String> indices, Set<String> ids) throws NoAnswer {
    try {
      Map<String, String> holders = new HashMap<>();
      for (String index : indices) {
        // Nothing to do where nothing was written since, and else the last requests become visible.
        good(elasticsearch.send("POST", "/" + index + "/_refresh", NOTHING), "a refresh");
        byte[] question = BulkBody.lookUp(ids);
        JsonNode answer =
            good(elasticsearch.send("POST", "/" + index + FIND, question), "a look-up");
        for (JsonNode hit : answer.at("/hits/hits")) {
          holders.putIfAbsent(hit.path("_id").asString(), index);
        }
      }
      return holders;
    } catch (IOException e) {
      throw new NoAnswer("no answer: " + e.getMessage());
    }
  }

  @Override
  public void delete(String index, Set<String> ids) throws NoAnswer {
    try {
      JsonNode answer =
          good(elasticsearch.sendLines("/" + index + DELETE, BulkBody.delete(ids)), "a deletion");
      for (JsonNode item : answer.path("items")) {
        int status = item.path("delete").path("status").asInt(0);
        if (status != 200 && status != 404) {
          throw new NoAnswer("a copy could not be deleted: " + status);
        }
      }
    } catch (IOException e) {
      throw new NoAnswer("no answer: " + e.getMessage());
    }
  }

  private static JsonNode good(Elasticsearch.Answer answer, String what) throws NoAnswer {
    if (!answer.isGood()) {
      throw new NoAnswer(answer.status() + " for " + what);
    }
    return answer.body();
  }
}
