/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.view;

import io.berth.events.AppRef;
import io.berth.events.ClusterAppRef;
import io.berth.events.scaling.ScalingDecision;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The latest scaling decisions of every application in every cluster. Not thread-safe. */
final class ScalingDecisionHistory {

  private final int maxPerApp;
  private final Map<ClusterAppRef, Deque<ScalingDecision>> newestFirst = new HashMap<>();

  ScalingDecisionHistory(int maxPerApp) {
    this.maxPerApp = maxPerApp;
  }

  /** Adds a decision; false if it was known already. */
  boolean add(ScalingDecision decision) {
    Deque<ScalingDecision> known =
        newestFirst.computeIfAbsent(decision.app(), _ -> new ArrayDeque<>());
    if (known.stream().anyMatch(before -> before.decisionId().equals(decision.decisionId()))) {
      return false;
    }
    known.addFirst(decision);
    if (known.size() > maxPerApp) {
      known.removeLast();
    }
    return true;
  }

  void remove(ClusterAppRef app) {
    newestFirst.remove(app);
  }

  Optional<ScalingDecision> latest(ClusterAppRef app) {
    return Optional.ofNullable(newestFirst.get(app)).map(Deque::peekFirst);
  }

  List<ScalingDecision> latest(@Nullable AppRef app, int limit) {
    return newestFirst.entrySet().stream()
        .filter(entry -> app == null || app.equals(entry.getKey().app()))
        .flatMap(entry -> entry.getValue().stream())
        .sorted(Comparator.comparing(ScalingDecision::asOf).reversed())
        .limit(limit)
        .toList();
  }
}
