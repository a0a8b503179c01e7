/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.metrics;

import io.berth.events.ClusterAppRef;
import io.berth.events.InvalidEventException;
import java.util.HashMap;
import java.util.Map;

/**
 * Counts records and errors of each application since the last call of {@link #take}. Thread-safe.
 */
public final class AppCounts {

  private static final int APPS = 10_000;

  /**
   * Of one application.
   *
   * @param records all of them
   * @param errors those of level ERROR and FATAL
   */
  public record Count(long records, long errors) {}

  private Map<String, long[]> counts = new HashMap<>();

  /** An application wrote a record. */
  public synchronized void add(String cluster, String namespace, String app, boolean error) {
    String name = cluster + "/" + namespace + "/" + app;
    long[] count = counts.get(name);
    if (count == null) {
      if (counts.size() == APPS) {
        return;
      }
      count = new long[2];
      counts.put(name, count);
    }
    count[0]++;
    count[1] += error ? 1 : 0;
  }

  /** The counts since the last call; an application that fell silent is there once with zeros. */
  public synchronized Map<ClusterAppRef, Count> take() {
    Map<String, long[]> taken = counts;
    counts = new HashMap<>();
    Map<ClusterAppRef, Count> valid = new HashMap<>();
    taken.forEach(
        (name, count) -> {
          if (count[0] > 0) {
            counts.put(name, new long[2]);
          }
          put(name, new Count(count[0], count[1]), valid);
        });
    return valid;
  }

  /** What a producer calls itself need not be a name of the platform. */
  private static void put(String name, Count count, Map<ClusterAppRef, Count> into) {
    String[] parts = name.split("/", -1);
    if (parts.length == 3) {
      try {
        into.put(new ClusterAppRef(parts[0], parts[1], parts[2]), count);
      } catch (InvalidEventException e) {
        // No rule and no policy could be about it.
      }
    }
  }
}
