/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.delivery;

import io.berth.deploy.planning.Order;
import io.berth.deploy.planning.Plan;
import io.berth.deploy.planning.Situation;
import io.berth.deploy.queue.Backlog;
import java.util.Optional;

/** Which of the commands that wait behind another takes its place before it was written. */
final class Successors {

  private final String clusterName;
  private final Pinning planner;
  private final Operations operations;
  private final Backlog backlog;
  private final SteadyTime clock;

  Successors(
      String clusterName,
      Pinning planner,
      Operations operations,
      Backlog backlog,
      SteadyTime clock) {
    this.clusterName = clusterName;
    this.planner = planner;
    this.operations = operations;
    this.backlog = backlog;
    this.clock = clock;
  }

  /** The newest that would be written now, and leaves nothing of the older one. */
  Optional<Order> of(Order order, Situation situation) {
    return backlog.behind(order).reversed().stream()
        .filter(next -> next.command().meta().targets(clusterName))
        .filter(next -> clock.asOf(next.id()).isBefore(next.deadline()))
        .filter(next -> Succession.replaces(next.command(), order.command()))
        .filter(next -> !operations.concluded(next.id()))
        .filter(next -> writes(planner.plan(next, situation)))
        .findFirst();
  }

  private static boolean writes(Plan plan) {
    return switch (plan) {
      case Plan.Write _, Plan.Erase _ -> true;
      case Plan.Refuse _, Plan.Found _ -> false;
    };
  }
}
