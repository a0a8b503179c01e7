/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.limits;

import java.util.Map;

/**
 * The share of an application's records that is kept, by level. Which ones are kept depends on
 * their ids alone: a replay keeps the same.
 *
 * @param keptPercent by level, 0 to 100; a level that is not named is kept whole
 */
public record Sampling(Map<String, Integer> keptPercent) {

  /** All are kept. */
  public static final Sampling NONE = new Sampling(Map.of());

  public Sampling {
    keptPercent = Map.copyOf(keptPercent);
    if (keptPercent.values().stream().anyMatch(percent -> percent < 0 || percent > 100)) {
      throw new IllegalArgumentException("a level is sampled at 0 to 100 percent");
    }
  }

  boolean keeps(String id, String level) {
    int percent = keptPercent.getOrDefault(level, 100);
    return percent == 100 || percent > 0 && bucketOf(id) < percent;
  }

  /** 0 to 99, evenly: FNV-1a over the id, its bits mixed by the end of SplitMix64. */
  private static int bucketOf(String id) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < id.length(); i++) {
      hash = (hash ^ id.charAt(i)) * 0x100000001b3L;
    }
    hash = (hash ^ hash >>> 30) * 0xbf58476d1ce4e5b9L;
    hash = (hash ^ hash >>> 27) * 0x94d049bb133111ebL;
    return (int) Long.remainderUnsigned(hash ^ hash >>> 31, 100);
  }
}
