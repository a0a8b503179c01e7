/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.indexing;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps documents unique across rollovers. {@code create} on a data stream rejects an id that is in
 * the write index, but not one in an older backing index: a record that is read again after a
 * rollover would be stored twice.
 *
 * <p>A copy can only be in an index that was the write index after the record was created.
 * Therefore, before anything is created, the older indices are searched by id for those documents
 * alone that are older than the last rollover. Each response names the index that was written to;
 * when it is not the expected one, the stream rolled over in between, and the older indices are
 * searched afterwards. A document found in an older index is deleted from the younger ones, so that
 * the next attempt repairs the work of a service that was killed in between. Without a rollover
 * none of this costs a request.
 */
final class RolloverDeduplicator {

  private final LogIndex index;
  private final Map<String, BackingIndices> known = new ConcurrentHashMap<>();

  RolloverDeduplicator(LogIndex index) {
    this.index = index;
  }

  /** As {@link LogIndex#create}, but unique over all of the stream. */
  List<IndexOutcome> create(String stream, List<IndexDocument> documents) {
    try {
      BackingIndices seen = generations(stream);
      Set<String> there = copies(seen, documents);
      return there.isEmpty()
          ? createNew(stream, documents, seen)
          : withDuplicates(stream, documents, there, seen);
    } catch (ElasticsearchUnavailableException e) {
      known.remove(stream);
      return Collections.nCopies(documents.size(), new IndexOutcome.Retry(reason(e)));
    }
  }

  private static String reason(ElasticsearchUnavailableException e) {
    return String.valueOf(e.getMessage());
  }

  private List<IndexOutcome> withDuplicates(
      String stream, List<IndexDocument> documents, Set<String> there, BackingIndices seen)
      throws ElasticsearchUnavailableException {
    List<IndexDocument> open = documents.stream().filter(d -> !there.contains(d.id())).toList();
    Iterator<IndexOutcome> answers = createNew(stream, open, seen).iterator();
    List<IndexOutcome> outcomes = new ArrayList<>(documents.size());
    for (IndexDocument document : documents) {
      outcomes.add(there.contains(document.id()) ? new IndexOutcome.Duplicate() : answers.next());
    }
    return outcomes;
  }

  /**
   * @param seen the generations by which it was decided what is new: others may have learnt of
   *     younger ones meanwhile
   */
  private List<IndexOutcome> createNew(
      String stream, List<IndexDocument> documents, BackingIndices seen)
      throws ElasticsearchUnavailableException {
    if (documents.isEmpty()) {
      return List.of();
    }
    List<IndexOutcome> outcomes = index.create(stream, documents);
    if (outcomes.stream().allMatch(outcome -> wentTo(seen.written(), outcome))) {
      return outcomes;
    }
    known.remove(stream, seen);
    Set<String> twice = copies(generations(stream), documents);
    List<IndexOutcome> corrected = new ArrayList<>(outcomes);
    for (int i = 0; i < documents.size(); i++) {
      if (twice.contains(documents.get(i).id())) {
        corrected.set(i, new IndexOutcome.Duplicate());
      }
    }
    return corrected;
  }

  private static boolean wentTo(String expected, IndexOutcome outcome) {
    return !(outcome instanceof IndexOutcome.Indexed(String went)) || went.equals(expected);
  }

  /** Finds what is stored of these in older indices, and leaves the oldest copy alone. */
  private Set<String> copies(BackingIndices generations, List<IndexDocument> documents)
      throws ElasticsearchUnavailableException {
    if (generations.oldestFirst().size() < 2) {
      return Set.of();
    }
    Map<List<String>, Set<String>> suspects = new LinkedHashMap<>();
    for (IndexDocument document : documents) {
      List<String> indices = generations.since(document.since());
      if (indices.size() > 1) {
        suspects.computeIfAbsent(indices, key -> new LinkedHashSet<>()).add(document.id());
      }
    }
    Set<String> there = new HashSet<>();
    for (var some : suspects.entrySet()) {
      List<String> indices = some.getKey();
      List<String> older = indices.subList(0, indices.size() - 1);
      Map<String, String> holders = index.holders(older, some.getValue());
      removeYounger(indices, holders);
      there.addAll(holders.keySet());
    }
    return there;
  }

  private void removeYounger(List<String> indices, Map<String, String> holders)
      throws ElasticsearchUnavailableException {
    for (int younger = 1; younger < indices.size(); younger++) {
      Set<String> older = new HashSet<>();
      for (var holder : holders.entrySet()) {
        if (indices.indexOf(holder.getValue()) < younger) {
          older.add(holder.getKey());
        }
      }
      if (!older.isEmpty()) {
        index.delete(indices.get(younger), older);
      }
    }
  }

  private BackingIndices generations(String stream) throws ElasticsearchUnavailableException {
    BackingIndices cached = known.get(stream);
    if (cached != null) {
      return cached;
    }
    BackingIndices asked = index.generations(stream);
    known.put(stream, asked);
    return asked;
  }
}
