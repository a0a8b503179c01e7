/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.indexing;

import io.berth.logpipeline.indexing.BackingIndices.BackingIndex;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** A data stream as Elasticsearch has it: an id is unique in each of its backing indices. */
final class InMemoryLogIndex implements LogIndex {

  final LinkedHashMap<BackingIndex, Set<String>> indices = new LinkedHashMap<>();
  final List<String> requests = new ArrayList<>();

  /** Done before each request, such as a rollover or a failure. */
  Before before = request -> {};

  interface Before {
    void request(String what) throws ElasticsearchUnavailableException;
  }

  void rollOver(long time) {
    indices.put(new BackingIndex("s-" + (indices.size() + 1), time), new TreeSet<>());
  }

  /** In how many indices an id is. */
  long copies(String id) {
    return indices.values().stream().filter(ids -> ids.contains(id)).count();
  }

  Set<String> in(String index) {
    return indices.entrySet().stream()
        .filter(entry -> entry.getKey().index().equals(index))
        .findFirst()
        .orElseThrow()
        .getValue();
  }

  @Override
  public List<IndexOutcome> create(String stream, List<IndexDocument> documents) {
    try {
      asked("create");
    } catch (ElasticsearchUnavailableException e) {
      return Collections.nCopies(documents.size(), new IndexOutcome.Retry("away"));
    }
    var written = indices.lastEntry();
    return documents.stream()
        .<IndexOutcome>map(
            document ->
                written.getValue().add(document.id())
                    ? new IndexOutcome.Indexed(written.getKey().index())
                    : new IndexOutcome.Duplicate())
        .toList();
  }

  @Override
  public void installTemplate() {
    // There is none to be had.
  }

  @Override
  public BackingIndices generations(String stream) throws ElasticsearchUnavailableException {
    asked("generations");
    return new BackingIndices(List.copyOf(indices.keySet()));
  }

  @Override
  public Map<String, String> holders(List<String> asked, Set<String> ids)
      throws ElasticsearchUnavailableException {
    asked("holders " + String.join(",", asked) + " of " + new TreeSet<>(ids));
    Map<String, String> holders = new HashMap<>();
    for (String index : asked) {
      ids.stream().filter(in(index)::contains).forEach(id -> holders.putIfAbsent(id, index));
    }
    return holders;
  }

  @Override
  public void delete(String index, Set<String> ids) throws ElasticsearchUnavailableException {
    asked("delete");
    in(index).removeAll(ids);
  }

  private void asked(String what) throws ElasticsearchUnavailableException {
    requests.add(what);
    before.request(what);
  }
}
