/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.drift;

import java.util.List;

/**
 * What changed between the drifts that were told and those that are there.
 *
 * @param begun not told yet, or told with another value
 * @param ended told, and not there any more
 */
public record Memory(List<Drift> begun, List<Drift> ended) {

  public static Memory between(List<Drift> told, List<Drift> now) {
    return new Memory(
        now.stream()
            .filter(drift -> told.stream().noneMatch(before -> sameChange(before, drift)))
            .toList(),
        told.stream()
            .filter(before -> now.stream().noneMatch(drift -> drift.sameField(before)))
            .toList());
  }

  private static boolean sameChange(Drift one, Drift other) {
    return one.sameField(other)
        && one.found().equals(other.found())
        && one.manager().equals(other.manager());
  }
}
