/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.delivery;

import io.berth.deploy.planning.LiveApp;
import io.berth.deploy.rollout.Rollout;
import io.berth.events.AppRef;
import io.berth.events.operation.OperationRef;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** After a start: takes up what an earlier instance left without a verdict. */
public final class Recovery {

  /** What ended longer ago was told, even where the operations topic does not reach back to it. */
  public static final Duration HORIZON = Duration.ofDays(8);

  /** What the id of an automatic rollback adds to that of the command that it undoes. */
  public static final String ROLLBACK = ".rollback";

  private final String clusterName;
  private final View view;
  private final Operations operations;
  private final Follower follower;
  private final Answers answers;
  private final InstantSource clock;

  public Recovery(
      String clusterName,
      View view,
      Operations operations,
      Follower follower,
      InstantSource clock) {
    this.clusterName = clusterName;
    this.view = view;
    this.operations = operations;
    this.follower = follower;
    this.clock = clock;
    this.answers = new Answers(clusterName, operations, clock);
  }

  /** Called once, when the watches know every object. */
  public void run() {
    Instant horizon = clock.instant().minus(HORIZON);
    Map<AppRef, LiveApp> live =
        view.all().stream().collect(Collectors.toMap(LiveApp::app, Function.identity()));
    live.values().stream()
        .filter(app -> !operations.concluded(app.origin().commandId()))
        .filter(app -> app.origin().deadline().isAfter(horizon))
        .map(Rollout::of)
        .forEach(follower::follow);
    for (Operations.Open open : operations.open()) {
      LiveApp now = live.get(open.app());
      if (now != null && !now.origin().commandId().equals(open.commandId())) {
        overtaken(open, now);
      }
    }
  }

  private void overtaken(Operations.Open open, LiveApp now) {
    OperationRef ref =
        new OperationRef(
            open.commandId(),
            open.verb(),
            open.app(),
            clusterName,
            open.requestedBy(),
            clock.instant());
    String newer = now.origin().commandId();
    if (newer.equals(open.commandId() + ROLLBACK)) {
      answers.rolledBack(ref, null, null, null, newer);
    } else {
      answers.superseded(ref, null, newer);
    }
  }
}
