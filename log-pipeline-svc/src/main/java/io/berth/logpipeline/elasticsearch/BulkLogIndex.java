/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.elasticsearch;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import co.elastic.clients.elasticsearch.core.bulk.BulkResponseItem;
import co.elastic.clients.elasticsearch.core.search.Hit;
import co.elastic.clients.elasticsearch.indices.IndexSettings;
import co.elastic.clients.elasticsearch.indices.IndexState;
import io.berth.logpipeline.indexing.BackingIndices;
import io.berth.logpipeline.indexing.BackingIndices.BackingIndex;
import io.berth.logpipeline.indexing.ElasticsearchUnavailableException;
import io.berth.logpipeline.indexing.IndexDocument;
import io.berth.logpipeline.indexing.IndexOutcome;
import io.berth.logpipeline.indexing.LogIndex;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes documents with bulk requests whose bodies are bytes; all other requests go through the
 * typed client.
 */
public final class BulkLogIndex implements LogIndex {

  private static final Logger LOG = LoggerFactory.getLogger(BulkLogIndex.class);

  private static final String CREATE =
      "/_bulk?require_data_stream=true&filter_path=errors,items.*.status,items.*._index,"
          + "items.*.error.type,items.*.error.reason,error.type,error.reason";

  private final BulkClient bulk;
  private final ElasticsearchClient client;
  private final ElasticsearchFailures failures;

  public BulkLogIndex(BulkClient bulk, ElasticsearchClient client, ElasticsearchFailures failures) {
    this.bulk = bulk;
    this.client = client;
    this.failures = failures;
  }

  @Override
  public List<IndexOutcome> create(String stream, List<IndexDocument> documents) {
    try {
      return BulkResponseParser.outcomes(
          bulk.post("/" + stream + CREATE, BulkRequestBody.create(documents)),
          documents.size(),
          failures);
    } catch (IOException e) {
      return Collections.nCopies(
          documents.size(),
          new IndexOutcome.Retry("no answer: " + ElasticsearchFailures.unreachable(e)));
    }
  }

  @Override
  public void installTemplate() throws ElasticsearchUnavailableException {
    for (IndexTemplate template : IndexTemplate.values()) {
      asked(() -> client.indices().putIndexTemplate(template.request()));
    }
    LOG.info(
        "Installed the index templates {} in Elasticsearch",
        Arrays.stream(IndexTemplate.values()).map(IndexTemplate::template).toList());
  }

  @Override
  public BackingIndices generations(String stream) throws ElasticsearchUnavailableException {
    return asked(
        () -> {
          try {
            return generations(
                client
                    .indices()
                    .getSettings(r -> r.index(stream).name("index.creation_date"))
                    .settings());
          } catch (ElasticsearchException e) {
            if (e.status() == 404) {
              return new BackingIndices(List.of());
            }
            throw e;
          }
        });
  }

  static BackingIndices generations(Map<String, IndexState> indices) {
    List<BackingIndex> all = new ArrayList<>();
    indices.forEach((name, index) -> all.add(new BackingIndex(name, created(index.settings()))));
    all.sort(Comparator.comparingLong(BackingIndex::created).thenComparing(BackingIndex::index));
    return new BackingIndices(all);
  }

  private static long created(@Nullable IndexSettings settings) {
    IndexSettings index = settings == null ? null : settings.index();
    Long created = index == null ? null : index.creationDate();
    return created == null ? 0 : created;
  }

  @Override
  public Map<String, String> holders(List<String> indices, Set<String> ids)
      throws ElasticsearchUnavailableException {
    Map<String, String> holders = new HashMap<>();
    for (String index : indices) {
      // Nothing to do where nothing was written since, and else the last requests become visible.
      asked(() -> client.indices().refresh(r -> r.index(index)));
      for (Hit<Void> hit : lookUp(index, ids)) {
        holders.putIfAbsent(hit.id(), index);
      }
    }
    return holders;
  }

  /**
   * Which of these ids are there? One search for all: a look-up for each costs fifty times that.
   */
  private List<Hit<Void>> lookUp(String index, Set<String> ids)
      throws ElasticsearchUnavailableException {
    return asked(
        () ->
            client
                .search(
                    search ->
                        search
                            .index(index)
                            .size(ids.size())
                            .source(source -> source.fetch(false))
                            .trackTotalHits(track -> track.enabled(false))
                            .sort(sort -> sort.doc(doc -> doc))
                            .query(q -> q.ids(i -> i.values(List.copyOf(ids)))),
                    Void.class)
                .hits()
                .hits());
  }

  @Override
  public void delete(String index, Set<String> ids) throws ElasticsearchUnavailableException {
    List<BulkResponseItem> items =
        asked(
            () ->
                client
                    .bulk(
                        request -> {
                          request.index(index);
                          ids.forEach(id -> request.operations(o -> o.delete(d -> d.id(id))));
                          return request;
                        })
                    .items());
    for (BulkResponseItem item : items) {
      if (item.status() != 200 && item.status() != 404) {
        throw new ElasticsearchUnavailableException(
            "a copy could not be deleted: " + item.status());
      }
    }
  }

  private <T> T asked(ClientCall<T> question) throws ElasticsearchUnavailableException {
    try {
      return question.ask();
    } catch (ElasticsearchException | IOException e) {
      throw new ElasticsearchUnavailableException(failures.describe(e));
    }
  }

  /** A request through the typed client. */
  private interface ClientCall<T> {
    T ask() throws IOException;
  }
}
