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
import io.berth.deploy.rollout.Rollout;
import io.berth.events.operation.Change;
import io.berth.events.operation.Verdict;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does what was planned for a command, and says so. */
final class Execution {

  private static final Logger LOG = LoggerFactory.getLogger(Execution.class);

  private final String clusterName;
  private final Cluster cluster;
  private final Operations operations;
  private final Follower follower;
  private final Backlog backlog;
  private final Answers answers;
  private final Rehearsal rehearsal;
  private final Superseding superseding;

  Execution(
      String clusterName,
      Rehearsal rehearsal,
      Cluster cluster,
      Operations operations,
      Follower follower,
      Backlog backlog,
      Answers answers) {
    this.clusterName = clusterName;
    this.cluster = cluster;
    this.operations = operations;
    this.follower = follower;
    this.backlog = backlog;
    this.answers = answers;
    this.rehearsal = rehearsal;
    this.superseding = new Superseding(operations, follower, answers);
  }

  Rehearsal rehearsal() {
    return rehearsal;
  }

  void of(Order order, Plan plan, Situation situation) {
    String what = plan.getClass().getSimpleName();
    LOG.info(
        "{} {} of {}: {}", order.command().verb(), order.id(), order.command().subject(), what);
    switch (plan) {
      case Plan.Refuse refuse -> refuse(order, refuse);
      case Plan.Erase erase -> erase(order, erase, situation);
      case Plan.Found found -> found(order, found);
      case Plan.Write write -> write(order, write, situation);
    }
  }

  private void refuse(Order order, Plan.Refuse refuse) {
    superseding.afterRemove(order);
    rehearsal.refuse(order, refuse);
  }

  private void erase(Order order, Plan.Erase erase, Situation situation) {
    answers.accepted(
        order,
        null,
        List.of(new Change("Deployment/" + erase.app().name(), "", "", null)),
        List.of());
    if (rehearsal.dryRun(order, null) || over(order)) {
      return;
    }
    List<String> objects = cluster.erase(erase.app(), order.origin());
    superseding.by(order, situation);
    answers.applied(order, null, objects);
    answers.succeeded(answers.ref(order), null, null, "The application is removed.");
  }

  private void found(Order order, Plan.Found found) {
    answers.accepted(order, null, List.of(), List.of());
    if (rehearsal.dryRun(order, null) || over(order)) {
      return;
    }
    try {
      cluster.write(found.objects());
      answers.applied(order, null, Answers.names(found.objects()));
      answers.succeeded(answers.ref(order), null, null, "The namespace is as asked for.");
    } catch (ClusterRefused e) {
      refused(order, null, e);
    }
  }

  private void write(Order order, Plan.Write plan, Situation situation) {
    Long release = plan.release();
    if (!rehearsal.accept(order, plan) || rehearsal.dryRun(order, release) || over(order)) {
      return;
    }
    try {
      LiveApp live = cluster.write(plan);
      boolean own = live.origin().commandId().equals(order.id());
      if (own) {
        superseding.by(order, situation);
      }
      answers.applied(order, release, Answers.names(plan.objects()));
      if (!own) {
        answers.promoted(order);
      }
      follower.follow(Rollout.of(live));
    } catch (ClusterRefused e) {
      refused(order, release, e);
    }
  }

  /** Whether its verdict was given while this was under way; and it must still be ours. */
  private boolean over(Order order) {
    backlog.check(order);
    return operations.concluded(order.id());
  }

  private void refused(Order order, @Nullable Long release, ClusterRefused e) {
    answers.failed(
        answers.ref(order), Verdict.FAILED, release, null, ServerWords.diagnosis(clusterName, e));
  }
}
