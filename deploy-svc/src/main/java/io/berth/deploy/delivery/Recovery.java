/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.delivery;

import io.berth.deploy.delivery.Operations.Open;
import io.berth.deploy.planning.Fence;
import io.berth.deploy.planning.LiveApp;
import io.berth.deploy.queue.Tenure;
import io.berth.deploy.rollout.Rollout;
import io.berth.events.operation.OperationRef;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * After a start, and whenever work is gained: takes up what another instance left without a
 * verdict. The watches may not show yet what it did last, so the API server is asked before a word
 * is said.
 */
public final class Recovery {

  /** What ended longer ago was told, even where the operations topic does not reach back to it. */
  public static final Duration HORIZON = Duration.ofDays(8);

  private final View view;
  private final Cluster cluster;
  private final Operations operations;
  private final Follower follower;
  private final Answers answers;
  private final Errands errands;
  private final Tenure tenure;
  private final InstantSource clock;
  private final Map<String, Open> left = new ConcurrentHashMap<>();

  public Recovery(
      String clusterName,
      View view,
      Cluster cluster,
      Operations operations,
      Follower follower,
      Errands errands,
      Tenure tenure,
      InstantSource clock) {
    this.view = view;
    this.cluster = cluster;
    this.operations = operations;
    this.follower = follower;
    this.errands = errands;
    this.tenure = tenure;
    this.clock = clock;
    this.answers = new Answers(clusterName, operations, clock);
  }

  /**
   * Called when the watches know every object.
   *
   * @param open what had no verdict before the first new command was handled
   */
  public void run(List<Open> open) {
    Instant horizon = clock.instant().minus(HORIZON);
    view.all().stream()
        .filter(app -> !operations.concluded(app.origin().commandId()))
        .filter(app -> app.origin().deadline().isAfter(horizon))
        .map(Rollout::of)
        .forEach(follower::resume);
    open.forEach(each -> left.put(each.commandId(), each));
    look();
  }

  /** Asks what became of each, until the API server has said so. */
  public void look() {
    left.values().forEach(open -> errands.run(open, open.app(), () -> settle(open)));
  }

  private void settle(Open open) {
    if (!operations.concluded(open.commandId())) {
      LiveApp live = cluster.situation(open.app()).live();
      if (live == null) {
        gone(open);
      } else if (live.origin().commandId().equals(open.commandId())) {
        follower.resume(Rollout.of(live));
      } else if (tenure.holds(live.origin().position())) {
        overtaken(open, live);
      }
    }
    left.remove(open.commandId());
  }

  /** Where a Remove has begun, it will tell them so when it is done. */
  private void gone(Open open) {
    if (open.rollsOut() && tenure.speaksFor(open.app()) && !operations.removing(open.app())) {
      answers.vanished(open);
    }
  }

  /** What rolls nothing out has its verdict when it is delivered again. */
  private void overtaken(Open open, LiveApp now) {
    OperationRef ref = answers.ref(open);
    String newer = now.origin().commandId();
    if (newer.equals(open.commandId() + Fence.ROLLBACK)) {
      answers.rolledBack(ref, null, null, null, newer);
    } else if (open.rollsOut()) {
      answers.superseded(ref, null, newer);
    }
  }
}
