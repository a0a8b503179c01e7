/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.model;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Makes a failing sequence short: leaves out steps and troubles while it still fails. */
final class Shrinker {

  private final Predicate<List<Step>> fails;

  Shrinker(Predicate<List<Step>> fails) {
    this.fails = fails;
  }

  List<Step> shrink(List<Step> failing) {
    List<Step> shortest = failing;
    for (boolean shorter = true; shorter; ) {
      List<Step> next = calmed(without(shortest));
      shorter = next.size() < shortest.size() || !next.equals(shortest);
      shortest = next;
    }
    return shortest;
  }

  private List<Step> without(List<Step> steps) {
    List<Step> shortest = steps;
    for (int size = Math.max(1, steps.size() / 2); size >= 1; size /= 2) {
      for (int from = 0; from + size <= shortest.size(); ) {
        List<Step> candidate = new ArrayList<>(shortest);
        candidate.subList(from, from + size).clear();
        if (fails.test(candidate)) {
          shortest = candidate;
        } else {
          from++;
        }
      }
    }
    return shortest;
  }

  private List<Step> calmed(List<Step> steps) {
    List<Step> calmest = steps;
    for (int i = 0; i < steps.size(); i++) {
      List<Step> candidate = new ArrayList<>(calmest);
      candidate.set(i, calm(calmest.get(i)));
      if (!candidate.equals(calmest) && fails.test(candidate)) {
        calmest = candidate;
      }
    }
    return calmest;
  }

  private static Step calm(Step step) {
    return switch (step) {
      case Step.Handle handle when handle.trouble() != null ->
          new Step.Handle(handle.subject(), handle.ahead(), null);
      case Step.Handle handle when handle.ahead() > 0 ->
          new Step.Handle(handle.subject(), handle.ahead() - 1, handle.trouble());
      case Step.Tick tick when tick.trouble() != null -> new Step.Tick(null);
      default -> step;
    };
  }
}
