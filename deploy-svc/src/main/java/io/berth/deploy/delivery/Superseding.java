/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.delivery;

import io.berth.deploy.planning.LiveApp;
import io.berth.deploy.planning.Order;
import io.berth.deploy.planning.Situation;
import io.berth.deploy.rollout.Rollout;

/** Tells roll-outs that something newer took their place. */
final class Superseding {

  private final Operations operations;
  private final Follower follower;
  private final Answers answers;

  Superseding(Operations operations, Follower follower, Answers answers) {
    this.operations = operations;
    this.follower = follower;
    this.answers = answers;
  }

  /** Whatever was rolling out here is not any more. */
  void by(Order order, Situation situation) {
    LiveApp before = situation.live();
    if (before != null
        && !before.origin().commandId().equals(order.id())
        && !operations.concluded(before.origin().commandId())) {
      follower.supersede(Rollout.of(before), order.id());
    }
  }

  /** It is gone, and the instance that took it away had no time to tell the roll-outs so. */
  void afterRemove(Order order) {
    if (order.command().verb().equals("remove") && operations.accepted(order.id())) {
      others(order);
    }
  }

  private void others(Order order) {
    operations.open().stream()
        .filter(open -> open.app().equals(order.command().subject()))
        .filter(open -> !open.commandId().equals(order.id()))
        .forEach(open -> answers.superseded(answers.ref(open), null, order.id()));
  }
}
