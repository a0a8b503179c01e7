/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.delivery;

import io.berth.deploy.planning.Fence;
import io.berth.deploy.planning.LiveApp;
import io.berth.deploy.planning.Order;
import io.berth.deploy.planning.Plan;
import io.berth.deploy.planning.Planner;
import io.berth.deploy.planning.Situation;
import io.berth.deploy.release.Release;
import io.berth.deploy.rollout.Rollout;
import io.berth.deploy.waves.Aftermath;
import io.berth.events.command.CommandMeta;
import io.berth.events.command.Rollback;
import io.berth.events.operation.Violation;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a release back that was good here, because the command it came by failed elsewhere. An
 * operation of its own: the verdict that was given stands.
 */
public final class Compensation {

  private static final Logger LOG = LoggerFactory.getLogger(Compensation.class);

  /** Whose the rollback is. */
  static final String BERTH = "berth (waves)";

  private final Planner planner;
  private final Cluster cluster;
  private final Follower follower;
  private final Answers answers;
  private final InstantSource clock;

  public Compensation(
      String clusterName,
      Planner planner,
      Cluster cluster,
      Operations operations,
      Follower follower,
      InstantSource clock) {
    this.planner = planner;
    this.cluster = cluster;
    this.follower = follower;
    this.answers = new Answers(clusterName, operations, clock);
    this.clock = clock;
  }

  /**
   * Does nothing where a newer command is in charge, or where it was done already.
   *
   * @throws ClusterAway where the API server is away: try again
   */
  void goBack(Order done, Aftermath.GoBack why) {
    Situation situation = cluster.situation(done.command().subject());
    LiveApp live = situation.live();
    if (live == null || !live.origin().commandId().equals(done.id())) {
      return;
    }
    Optional<Release> good =
        situation
            .releases()
            .number(live.serving())
            .filter(release -> release.commandId().equals(done.id()))
            .flatMap(situation.releases()::lastGoodBefore);
    Order order = order(done, why, good.map(Release::number).orElse(null));
    switch (planner.plan(order, situation)) {
      case Plan.Write write when good.isPresent() -> put(order, write);
      case Plan.Refuse(List<Violation> violations) -> answers.rejected(order, violations);
      case Plan.Write _, Plan.Erase _, Plan.Found _ ->
          LOG.info("{} brought no release that could be taken back", done.id());
    }
  }

  private void put(Order order, Plan.Write plan) {
    Long release = plan.wanted().release().number();
    answers.accepted(order, release, cluster.rehearse(plan), plan.notes());
    try {
      LiveApp live = cluster.write(plan);
      answers.applied(order, release, List.of("Deployment/" + live.app().name()));
      follower.follow(Rollout.of(live));
    } catch (Overtaken e) {
      answers.superseded(answers.ref(order), release, e.by());
    }
  }

  /** At the position of the command that it undoes: what was read after that is newer. */
  private Order order(
      Order done, Aftermath.GoBack why, @org.jspecify.annotations.Nullable Long to) {
    String reason = "Command " + done.id() + " ended in " + why.cluster() + " " + why.reason();
    return new Order(
        done.id() + Fence.ROLLBACK,
        new Rollback(
            CommandMeta.by(BERTH).withReason(reason.substring(0, Math.min(2000, reason.length()))),
            done.command().subject(),
            to),
        clock.instant(),
        done.position());
  }
}
