/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.controllers;

import java.time.Duration;
import java.time.Instant;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/**
 * Leaves out of a pass the objects that a controller has reconciled from the same trees before.
 * Stored trees never change, so the result would be the same; only what depends on the time
 * differs, for which every object has its turn about once a second.
 */
public final class ChangedObjects {

  private static final Duration REPEAT = Duration.ofMillis(900);

  private record Reconciled(List<ObjectNode> from, Instant at) {

    boolean holds(List<ObjectNode> now, Instant asOf) {
      if (from.size() != now.size() || !asOf.isBefore(at.plus(REPEAT))) {
        return false;
      }
      for (int i = 0; i < from.size(); i++) {
        if (from.get(i) != now.get(i)) {
          return false;
        }
      }
      return true;
    }
  }

  private Map<ObjectNode, Reconciled> reconciled = new IdentityHashMap<>();

  /**
   * Reconciles what has changed.
   *
   * @param from which other objects the result for an object depends on
   * @param reconcile gets an object and those
   */
  public void forEach(
      List<ObjectNode> objects,
      Function<ObjectNode, List<ObjectNode>> from,
      Instant now,
      BiConsumer<ObjectNode, List<ObjectNode>> reconcile) {
    Map<ObjectNode, Reconciled> next = new IdentityHashMap<>();
    for (ObjectNode object : objects) {
      List<ObjectNode> others = from.apply(object);
      Reconciled before = reconciled.get(object);
      if (before == null || !before.holds(others, now)) {
        reconcile.accept(object, others);
        before = new Reconciled(others, now);
      }
      next.put(object, before);
    }
    reconciled = next;
  }
}
