/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.metrics;

import io.berth.events.ClusterAppRef;
import io.berth.events.InvalidEventException;
import io.berth.logpipeline.limits.LimitDecision;
import io.berth.logpipeline.limits.LogLimits;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts dropped records by application and limit since the last call of {@link #take}.
 * Thread-safe.
 */
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

  private record SourceAndDecision(LogLimits.LogSource source, LimitDecision decision) {}

  private Map<SourceAndDecision, Long> counts = new HashMap<>();

  /** A record was left out. */
  public synchronized void add(LogLimits.LogSource source, LimitDecision decision) {
    SourceAndDecision key = new SourceAndDecision(source, decision);
    if (counts.size() < APPS || counts.containsKey(key)) {
      counts.merge(key, 1L, Long::sum);
    }
  }

  /** The counts since the last call. */
  public synchronized List<Dropped> take() {
    Map<SourceAndDecision, Long> taken = counts;
    counts = new HashMap<>();
    List<Dropped> dropped = new ArrayList<>();
    taken.forEach((key, records) -> put(key, records, dropped));
    return dropped;
  }

  private static void put(SourceAndDecision key, long records, List<Dropped> into) {
    try {
      into.add(new Dropped(ref(key.source()), key.decision().rule(), records));
    } catch (InvalidEventException e) {
      // What a producer calls itself need not be a name of the platform; the counter has it.
    }
  }

  /** What runs outside of the clusters has neither of theirs. */
  private static ClusterAppRef ref(LogLimits.LogSource source) {
    return new ClusterAppRef(
        source.cluster().isEmpty() ? "none" : source.cluster(),
        source.namespace().isEmpty() ? "default" : source.namespace(),
        source.app());
  }
}
