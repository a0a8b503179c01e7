/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.drift;

import java.util.List;

/**
 * The difference between the published drifts and the current ones.
 *
 * @param started not published yet, or published with another value
 * @param ended published, and no longer present
 */
public record DriftChanges(List<Drift> started, List<Drift> ended) {

  public static DriftChanges between(List<Drift> published, List<Drift> now) {
    return new DriftChanges(
        now.stream()
            .filter(drift -> published.stream().noneMatch(before -> sameChange(before, drift)))
            .toList(),
        published.stream()
            .filter(before -> now.stream().noneMatch(drift -> drift.sameField(before)))
            .toList());
  }

  /** A self-heal takes the field from its manager before it reverts it: nobody is named then. */
  private static boolean sameChange(Drift before, Drift now) {
    return before.sameField(now)
        && before.found().equals(now.found())
        && (before.manager().equals(now.manager()) || now.manager().equals(Drift.UNKNOWN));
  }
}
