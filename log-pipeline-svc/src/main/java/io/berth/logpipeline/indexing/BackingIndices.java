/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.indexing;

import java.time.Duration;
import java.util.List;

/**
 * The backing indices of a data stream. Only the last one is written to, and an id is unique only
 * within one of them.
 *
 * @param oldestFirst in the order in which they were written to; empty where there is no stream yet
 */
public record BackingIndices(List<BackingIndex> oldestFirst) {

  /** What the clocks of producers, of Kafka and of Elasticsearch may differ by. */
  static final Duration CLOCKS = Duration.ofMinutes(10);

  /**
   * One backing index.
   *
   * @param index its name
   * @param created when it took over, in milliseconds since 1970
   */
  public record BackingIndex(String index, long created) {}

  public BackingIndices {
    oldestFirst = List.copyOf(oldestFirst);
  }

  /** The index that is written to; empty where there is none. */
  String written() {
    return oldestFirst.isEmpty() ? "" : oldestFirst.getLast().index();
  }

  /** Those that were written to at that time or later, oldest first. */
  List<String> since(long time) {
    int first = Math.max(0, oldestFirst.size() - 1);
    while (first > 0 && oldestFirst.get(first).created() >= time - CLOCKS.toMillis()) {
      first--;
    }
    return oldestFirst.subList(first, oldestFirst.size()).stream()
        .map(BackingIndex::index)
        .toList();
  }
}
