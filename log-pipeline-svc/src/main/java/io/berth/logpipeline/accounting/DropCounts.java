/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.accounting;

import io.berth.events.ClusterAppRef;
import io.berth.events.InvalidEvent;
import io.berth.logpipeline.limits.Limits;
import io.berth.logpipeline.limits.Ruling;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How many records of each application were left out by which rule since somebody asked. */
public final class DropCounts {

  private static final int APPS = 10_000;

  /**
   * Of one application and rule.
   *
   * @param app whose
   * @param rule the rule's name
   * @param records left out
   */
  public record Dropped(ClusterAppRef app, String rule, long records) {}

  private record Key(Limits.Author author, Ruling ruling) {}

  private Map<Key, Long> counts = new HashMap<>();

  /** A record was left out. */
  public synchronized void add(Limits.Author author, Ruling ruling) {
    Key key = new Key(author, ruling);
    if (counts.size() < APPS || counts.containsKey(key)) {
      counts.merge(key, 1L, Long::sum);
    }
  }

  /** The counts since the last call. */
  public synchronized List<Dropped> take() {
    Map<Key, Long> taken = counts;
    counts = new HashMap<>();
    List<Dropped> dropped = new ArrayList<>();
    taken.forEach((key, records) -> put(key, records, dropped));
    return dropped;
  }

  private static void put(Key key, long records, List<Dropped> into) {
    try {
      into.add(new Dropped(ref(key.author()), key.ruling().rule(), records));
    } catch (InvalidEvent e) {
      // What a producer calls itself need not be a name of the platform; the counter has it.
    }
  }

  /** What runs outside of the clusters has neither of theirs. */
  private static ClusterAppRef ref(Limits.Author author) {
    return new ClusterAppRef(
        author.cluster().isEmpty() ? "none" : author.cluster(),
        author.namespace().isEmpty() ? "default" : author.namespace(),
        author.app());
  }
}
