/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.delivery;

import io.berth.deploy.planning.LiveApp;
import io.berth.deploy.planning.Order;
import io.berth.deploy.planning.Plan;
import io.berth.deploy.planning.Situation;
import io.berth.deploy.rollout.Rollout;
import io.berth.events.operation.Change;
import io.berth.events.operation.Verdict;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handles a command: looks, plans, says what it will do, writes, and hands the roll-out on to be
 * followed. Done twice, the second time finds everything done.
 */
public final class Deployer {

  private static final Logger LOG = LoggerFactory.getLogger(Deployer.class);

  private final String clusterName;
  private final Pinning planner;
  private final Cluster cluster;
  private final Operations operations;
  private final Follower follower;
  private final Answers answers;
  private final Rehearsal rehearsal;
  private final InstantSource clock;

  public Deployer(
      String clusterName,
      Pinning planner,
      Cluster cluster,
      Operations operations,
      Follower follower,
      InstantSource clock) {
    this.clusterName = clusterName;
    this.planner = planner;
    this.cluster = cluster;
    this.operations = operations;
    this.follower = follower;
    this.answers = new Answers(clusterName, operations, clock);
    this.rehearsal = new Rehearsal(clusterName, planner, cluster, operations, answers);
    this.clock = clock;
  }

  Rehearsal rehearsal() {
    return rehearsal;
  }

  /**
   * Handles one command up to where its roll-out is followed.
   *
   * @throws ClusterAway where the API server is away and the deadline has not passed: try again
   */
  public void handle(Order order) {
    if (!order.command().meta().targets(clusterName) || operations.concluded(order.id())) {
      return;
    }
    try {
      step(order);
    } catch (ClusterAway e) {
      if (clock.instant().isBefore(order.deadline())) {
        throw e;
      }
      answers.unreachable(order, String.valueOf(e.getMessage()));
    }
  }

  private void step(Order order) {
    if (!clock.instant().isBefore(order.deadline()) && !operations.accepted(order.id())) {
      answers.tooLate(order);
      return;
    }
    Situation situation = cluster.situation(order.command().subject());
    LiveApp live = situation.live();
    if (live != null && order.alreadyIn(live)) {
      takeUp(order, live);
    } else {
      carryOut(order, situation);
    }
  }

  /** It was written before: delivered again, or left behind by an instance that died. */
  private void takeUp(Order order, LiveApp live) {
    if (!live.origin().commandId().equals(order.id())) {
      if (live.stage() != null && order.id().equals(live.stage().promotedBy())) {
        answers.promoted(order);
      } else {
        answers.superseded(answers.ref(order), null, live.origin().commandId());
      }
      return;
    }
    answers.applied(order, live.release(), List.of("Deployment/" + live.app().name()));
    follower.follow(Rollout.of(live));
  }

  private void carryOut(Order order, Situation situation) {
    Plan plan = planner.plan(order, situation);
    LOG.info(
        "{} {} of {}: {}",
        order.command().verb(),
        order.id(),
        order.command().subject(),
        plan.getClass().getSimpleName());
    switch (plan) {
      case Plan.Refuse refuse -> rehearsal.refuse(order, refuse);
      case Plan.Erase erase -> erase(order, erase, situation);
      case Plan.Found found -> found(order, found);
      case Plan.Write write -> write(order, write, situation);
    }
  }

  private void erase(Order order, Plan.Erase erase, Situation situation) {
    answers.accepted(
        order,
        null,
        List.of(new Change("Deployment/" + erase.app().name(), "", "", null)),
        List.of());
    if (rehearsal.dryRun(order, null)) {
      return;
    }
    List<String> objects = cluster.erase(erase.app());
    supersede(order, situation);
    answers.applied(order, null, objects);
    answers.succeeded(answers.ref(order), null, null, "The application is removed.");
  }

  private void found(Order order, Plan.Found found) {
    answers.accepted(order, null, List.of(), List.of());
    if (rehearsal.dryRun(order, null)) {
      return;
    }
    try {
      cluster.write(found.objects());
      answers.applied(order, null, names(found.objects()));
      answers.succeeded(answers.ref(order), null, null, "The namespace is as asked for.");
    } catch (ClusterRefused e) {
      refused(order, null, e);
    }
  }

  private void write(Order order, Plan.Write plan, Situation situation) {
    Long release = plan.release();
    if (!rehearsal.accept(order, plan) || rehearsal.dryRun(order, release)) {
      return;
    }
    try {
      LiveApp live = cluster.write(plan);
      answers.applied(order, release, names(plan.objects()));
      if (live.origin().commandId().equals(order.id())) {
        supersede(order, situation);
      } else {
        answers.promoted(order);
      }
      follower.follow(Rollout.of(live));
    } catch (ClusterRefused e) {
      refused(order, release, e);
    }
  }

  /** Whatever was rolling out here is not any more. */
  private void supersede(Order order, Situation situation) {
    LiveApp before = situation.live();
    if (before != null && !operations.concluded(before.origin().commandId())) {
      follower.supersede(Rollout.of(before), order.id());
    }
  }

  private void refused(Order order, @Nullable Long release, ClusterRefused e) {
    answers.failed(
        answers.ref(order), Verdict.FAILED, release, null, ServerWords.diagnosis(clusterName, e));
  }

  private static List<String> names(List<HasMetadata> objects) {
    return objects.stream()
        .map(object -> object.getKind() + "/" + object.getMetadata().getName())
        .toList();
  }
}
