/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.delivery;

import io.berth.deploy.planning.LiveApp;
import io.berth.deploy.planning.Order;
import io.berth.deploy.planning.Plan;
import io.berth.deploy.planning.Situation;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What can be said of a command before anything is written. */
final class Rehearsal {

  private final String clusterName;
  private final Pinning planner;
  private final Cluster cluster;
  private final Operations operations;
  private final Answers answers;

  Rehearsal(
      String clusterName,
      Pinning planner,
      Cluster cluster,
      Operations operations,
      Answers answers) {
    this.clusterName = clusterName;
    this.planner = planner;
    this.cluster = cluster;
    this.operations = operations;
    this.answers = answers;
  }

  /** What is to become of a command that is not to be carried out yet. */
  enum Outlook {
    /** It is accepted and can wait. */
    WAITS,
    /** It was written before, or a newer one was. */
    WRITTEN,
    /** It has its verdict. */
    ENDED
  }

  /**
   * Whether it lies in what is live, or a newer command does.
   *
   * @throws ClusterAway where nobody can say, and there is time left to ask again
   */
  boolean written(Order order, Instant asOf) {
    try {
      LiveApp live = cluster.situation(order.command().subject()).live();
      return live != null && order.alreadyIn(live);
    } catch (ClusterAway e) {
      if (asOf.isBefore(order.deadline())) {
        throw e;
      }
      return false;
    }
  }

  /** Plans a command, and says what it will do. */
  Outlook foresee(Order order) {
    Situation situation = cluster.situation(order.command().subject());
    LiveApp live = situation.live();
    if (live != null && order.alreadyIn(live)) {
      return Outlook.WRITTEN;
    }
    boolean waits =
        switch (planner.plan(order, situation)) {
          case Plan.Refuse refuse -> {
            refuse(order, refuse);
            yield false;
          }
          case Plan.Write write -> accept(order, write) && !dryRun(order, write.release());
          case Plan.Erase _, Plan.Found _ -> {
            answers.accepted(order, null, List.of(), List.of());
            yield !dryRun(order, null);
          }
        };
    return waits ? Outlook.WAITS : Outlook.ENDED;
  }

  void refuse(Order order, Plan.Refuse refuse) {
    if (operations.accepted(order.id()) && order.command().verb().equals("remove")) {
      answers.succeeded(answers.ref(order), null, null, "The application is removed.");
    } else {
      answers.rejected(order, refuse.violations());
    }
  }

  boolean accept(Order order, Plan.Write plan) {
    try {
      answers.accepted(order, plan.release(), cluster.rehearse(plan), plan.notes());
      return true;
    } catch (ClusterRefused e) {
      answers.rejected(order, List.of(ServerWords.violation(clusterName, e)));
      return false;
    }
  }

  boolean dryRun(Order order, @Nullable Long release) {
    if (order.command().meta().dryRun()) {
      answers.succeeded(answers.ref(order), release, null, "A dry run: nothing was written.");
    }
    return order.command().meta().dryRun();
  }
}
