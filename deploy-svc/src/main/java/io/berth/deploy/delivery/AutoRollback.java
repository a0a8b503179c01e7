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
import io.berth.deploy.planning.Position;
import io.berth.deploy.planning.Situation;
import io.berth.deploy.release.Release;
import io.berth.deploy.release.Release.Outcome;
import io.berth.deploy.rollout.Rollout;
import io.berth.events.command.CommandMeta;
import io.berth.events.command.Rollback;
import io.berth.events.operation.Diagnosis;
import io.berth.events.operation.Progress;
import io.berth.events.operation.Verdict;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the last good release back after a failed one, as an operation of its own. */
public final class AutoRollback implements Follower.Undo {

  /** Whose the rollback is. */
  static final String BERTH = "berth (auto-rollback)";

  private static final Logger LOG = LoggerFactory.getLogger(AutoRollback.class);
  private static final Position NOWHERE = new Position("none", 0, 0);

  private final String clusterName;
  private final Planner planner;
  private final Cluster cluster;
  private final Operations operations;
  private final Follower follower;
  private final Answers answers;
  private final InstantSource clock;
  private final Errands errands;
  private final ReleaseNotes notes;

  /**
   * @param errands runs what no command asks for
   */
  public AutoRollback(
      String clusterName,
      Planner planner,
      Cluster cluster,
      Operations operations,
      Follower follower,
      InstantSource clock,
      Errands errands) {
    this.clusterName = clusterName;
    this.planner = planner;
    this.cluster = cluster;
    this.operations = operations;
    this.follower = follower;
    this.answers = new Answers(clusterName, operations, clock);
    this.clock = clock;
    this.errands = errands;
    this.notes = new ReleaseNotes(cluster);
  }

  /**
   * As long as the cluster is away it is tried again: a deadline bounds the roll-out, not the way
   * back from it.
   */
  @Override
  public void start(Rollout rollout, Verdict verdict, Progress progress, Diagnosis diagnosis) {
    errands.run(
        rollout.origin().commandId() + Fence.ROLLBACK,
        rollout.app(),
        rollout.origin().position(),
        () -> {
          notes.leave(rollout, Outcome.BAD);
          if (!undone(rollout, progress, diagnosis)) {
            answers.failed(answers.ref(rollout), verdict, rollout.release(), progress, diagnosis);
          }
        });
  }

  private boolean undone(Rollout rollout, Progress progress, Diagnosis diagnosis) {
    try {
      return undo(rollout, progress, diagnosis);
    } catch (ClusterRefused e) {
      LOG.warn("{} is not taken back: {}", rollout.origin().commandId(), e.getMessage());
      return false;
    }
  }

  private boolean undo(Rollout rollout, Progress progress, Diagnosis diagnosis) {
    if (operations.concluded(rollout.origin().commandId())) {
      return true;
    }
    Situation situation = cluster.situation(rollout.app());
    LiveApp live = situation.live();
    if (live == null || !live.origin().commandId().equals(rollout.origin().commandId())) {
      return false;
    }
    Optional<Release> good =
        situation
            .releases()
            .number(rollout.release())
            .flatMap(failed -> situation.releases().lastGoodBefore(failed));
    return good.isPresent()
        && planner.plan(order(rollout, good.get()), situation) instanceof Plan.Write write
        && put(order(rollout, good.get()), write, rollout, progress, diagnosis);
  }

  private boolean put(
      Order order, Plan.Write plan, Rollout rollout, Progress progress, Diagnosis diagnosis) {
    Long release = plan.wanted().release().number();
    answers.accepted(order, release, cluster.rehearse(plan), plan.notes());
    try {
      LiveApp live = cluster.write(plan);
      answers.rolledBack(answers.ref(rollout), rollout.release(), progress, diagnosis, order.id());
      answers.applied(order, release, List.of("Deployment/" + live.app().name()));
      follower.follow(Rollout.of(live));
      return true;
    } catch (Overtaken e) {
      answers.superseded(answers.ref(order), release, e.by());
      return false;
    }
  }

  /** At the position of the command that it undoes: what was read after that is newer. */
  private Order order(Rollout rollout, Release good) {
    CommandMeta meta =
        CommandMeta.by(BERTH)
            .withReason(
                "Release " + rollout.release() + " of " + clusterName + " did not become ready");
    return new Order(
        rollout.origin().commandId() + Fence.ROLLBACK,
        new Rollback(meta, rollout.app(), good.number()),
        clock.instant(),
        Position.parse(rollout.origin().position()).orElse(NOWHERE));
  }
}
