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
 * Keeps documents unique over a rollover. A data stream's {@code create} refuses an id that is in
 * the index being written to, and in no other: a record that comes again after a rollover would be
 * there twice.
 *
 * <p>A copy can only lie in an index that was written to after the record came into the world. So
 * the older indices are asked, by ids and before anything is created, for those documents alone
 * that are older than the last rollover. Each answer names the index that it went to; where that is
 * another than expected, the stream rolled over meanwhile: then the older indices are asked after
 * the fact. Whatever is found in an older index is deleted from the younger ones, so a service that
 * is killed in between is put right by the one that reads again. While nothing rolls over, all this
 * costs no request.
 */
final class Fence {

  private final LogIndex index;
  private final Map<String, Generations> known = new ConcurrentHashMap<>();

  Fence(LogIndex index) {
    this.index = index;
  }

  /** As {@link LogIndex#create}, but unique over all of the stream. */
  List<Outcome> create(String stream, List<Document> documents) {
    try {
      Generations seen = generations(stream);
      Set<String> there = copies(seen, documents);
      return there.isEmpty()
          ? createNew(stream, documents, seen)
          : withDuplicates(stream, documents, there, seen);
    } catch (NoAnswer e) {
      known.remove(stream);
      return Collections.nCopies(documents.size(), new Outcome.TryAgain(reason(e)));
    }
  }

  private static String reason(NoAnswer e) {
    return String.valueOf(e.getMessage());
  }

  private List<Outcome> withDuplicates(
      String stream, List<Document> documents, Set<String> there, Generations seen)
      throws NoAnswer {
    List<Document> open = documents.stream().filter(d -> !there.contains(d.id())).toList();
    Iterator<Outcome> answers = createNew(stream, open, seen).iterator();
    List<Outcome> outcomes = new ArrayList<>(documents.size());
    for (Document document : documents) {
      outcomes.add(there.contains(document.id()) ? new Outcome.Duplicate() : answers.next());
    }
    return outcomes;
  }

  /**
   * @param seen the generations by which it was decided what is new: others may have learnt of
   *     younger ones meanwhile
   */
  private List<Outcome> createNew(String stream, List<Document> documents, Generations seen)
      throws NoAnswer {
    if (documents.isEmpty()) {
      return List.of();
    }
    List<Outcome> outcomes = index.create(stream, documents);
    if (outcomes.stream().allMatch(outcome -> wentTo(seen.written(), outcome))) {
      return outcomes;
    }
    known.remove(stream, seen);
    Set<String> twice = copies(generations(stream), documents);
    List<Outcome> corrected = new ArrayList<>(outcomes);
    for (int i = 0; i < documents.size(); i++) {
      if (twice.contains(documents.get(i).id())) {
        corrected.set(i, new Outcome.Duplicate());
      }
    }
    return corrected;
  }

  private static boolean wentTo(String expected, Outcome outcome) {
    return !(outcome instanceof Outcome.Stored(String went)) || went.equals(expected);
  }

  /** Finds what is stored of these in older indices, and leaves the oldest copy alone. */
  private Set<String> copies(Generations generations, List<Document> documents) throws NoAnswer {
    if (generations.oldestFirst().size() < 2) {
      return Set.of();
    }
    Map<List<String>, Set<String>> suspects = new LinkedHashMap<>();
    for (Document document : documents) {
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

  private void removeYounger(List<String> indices, Map<String, String> holders) throws NoAnswer {
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

  private Generations generations(String stream) throws NoAnswer {
    Generations cached = known.get(stream);
    if (cached != null) {
      return cached;
    }
    Generations asked = index.generations(stream);
    known.put(stream, asked);
    return asked;
  }
}
