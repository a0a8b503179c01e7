/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.delivery;

import io.berth.deploy.planning.LiveApp;
import io.berth.deploy.planning.Order;
import io.berth.deploy.planning.Plan;
import io.berth.deploy.planning.Situation;
import io.berth.deploy.queue.Backlog;
import io.berth.deploy.queue.NotOurs;
import io.berth.deploy.rollout.Rollout;
import io.berth.events.AppRef;
import io.berth.events.command.Promote;
import io.berth.events.operation.Verdict;
import java.util.List;
import java.util.Optional;

/**
 * Handles a command: looks, plans, says what it will do, writes, and hands the roll-out on to be
 * followed. Done twice, the second time finds everything done.
 */
public final class Deployer {

  private final String clusterName;
  private final Pinning planner;
  private final Cluster cluster;
  private final Operations operations;
  private final Follower follower;
  private final Answers answers;
  private final Backlog backlog;
  private final Successors successors;
  private final Execution execution;
  private final SteadyTime clock;

  public Deployer(
      String clusterName,
      Pinning planner,
      Cluster cluster,
      Operations operations,
      Follower follower,
      Backlog backlog,
      SteadyTime clock) {
    this.clusterName = clusterName;
    this.planner = planner;
    this.cluster = cluster;
    this.operations = operations;
    this.follower = follower;
    this.backlog = backlog;
    this.successors = new Successors(clusterName, planner, operations, backlog, clock);
    this.answers = new Answers(clusterName, operations, clock);
    this.execution =
        new Execution(
            clusterName,
            new Rehearsal(clusterName, planner, cluster, operations, answers),
            cluster,
            operations,
            follower,
            backlog,
            answers);
    this.clock = clock;
  }

  Rehearsal rehearsal() {
    return execution.rehearsal();
  }

  /**
   * Handles one command up to where its roll-out is followed.
   *
   * @throws ClusterAway where the API server is away and the deadline has not passed: try again
   * @throws NotOurs where another instance may have taken over: ask again when that is clear
   */
  public void handle(Order order) {
    if (!order.command().meta().targets(clusterName) || operations.concluded(order.id())) {
      return;
    }
    try {
      Overtaken.lookAgain(() -> step(order, true), () -> step(order, false));
    } catch (ClusterAway e) {
      if (clock.asOf(order.id()).isBefore(order.deadline())) {
        throw e;
      }
      answers.unreachable(order, String.valueOf(e.getMessage()));
    } catch (ClusterRefused e) {
      refused(order, e);
    }
  }

  /** It may not even be looked at, or not be taken away. */
  private void refused(Order order, ClusterRefused e) {
    if (operations.accepted(order.id())) {
      answers.failed(
          answers.ref(order), Verdict.FAILED, null, null, ServerWords.diagnosis(clusterName, e));
    } else {
      answers.rejected(order, List.of(ServerWords.violation(clusterName, e)));
    }
  }

  /**
   * @param glimpse whether what is known without asking will do; never for a refusal
   */
  private void step(Order order, boolean glimpse) {
    backlog.check(order);
    if (tooLate(order) && backlog.behind(order).isEmpty()) {
      answers.tooLate(order);
      return;
    }
    AppRef app = order.command().subject();
    Situation situation = glimpse ? cluster.glimpse(app) : cluster.situation(app);
    LiveApp live = situation.live();
    Optional<Order> successor = successors.of(order, situation);
    if (live != null && order.alreadyIn(live)) {
      takeUp(order, live);
    } else if (successor.isPresent()) {
      answers.skipped(order, successor.get());
    } else if (tooLate(order)) {
      answers.tooLate(order);
    } else {
      Plan plan = planner.plan(order, situation);
      if (glimpse && plan instanceof Plan.Refuse) {
        step(order, false);
      } else {
        execution.of(order, plan, situation);
      }
    }
  }

  private boolean tooLate(Order order) {
    return !clock.asOf(order.id()).isBefore(order.deadline()) && !operations.accepted(order.id());
  }

  /** It was written before: delivered again, or left behind by an instance that died. */
  private void takeUp(Order order, LiveApp live) {
    if (!live.origin().commandId().equals(order.id())) {
      if (order.command() instanceof Promote
          && live.origin().position().equals(order.position().toString())) {
        answers.promoted(order);
      } else {
        answers.superseded(answers.ref(order), null, live.origin().commandId());
      }
      return;
    }
    Rollout rollout = Rollout.of(live);
    answers.applied(order, rollout.release(), List.of("Deployment/" + live.app().name()));
    follower.follow(rollout);
  }
}
