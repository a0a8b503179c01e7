/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy;

import io.berth.deploy.delivery.AutoRollback;
import io.berth.deploy.delivery.Cluster;
import io.berth.deploy.delivery.Compensation;
import io.berth.deploy.delivery.Deployer;
import io.berth.deploy.delivery.Errands;
import io.berth.deploy.delivery.Follower;
import io.berth.deploy.delivery.Images;
import io.berth.deploy.delivery.Lateness;
import io.berth.deploy.delivery.Pinning;
import io.berth.deploy.delivery.Recovery;
import io.berth.deploy.delivery.ScalingDecisions;
import io.berth.deploy.delivery.Staged;
import io.berth.deploy.delivery.SteadyTime;
import io.berth.deploy.delivery.View;
import io.berth.deploy.delivery.Waves;
import io.berth.deploy.kafka.Wire;
import io.berth.deploy.planning.Planner;
import io.berth.deploy.rollout.RolloutDecider;
import io.berth.events.AppRef;
import java.util.function.BiConsumer;

/** The stations of a command, put together. */
final class DeployParts {

  private final Follower follower;
  private final Waves waves;
  private final ScalingDecisions scaling;
  private final Recovery recovery;
  private final Lateness lateness;

  /**
   * @param inTurn runs a task of an application in turn with its commands
   */
  DeployParts(
      String name,
      Planner planner,
      Images images,
      RolloutDecider decider,
      View view,
      Cluster cluster,
      Wire wire,
      SteadyTime clock,
      BiConsumer<AppRef, Runnable> inTurn) {
    var operations = wire.operations();
    this.follower = new Follower(name, decider, view, cluster, operations, wire.apps(), clock);
    Errands errands = new Errands(wire.tenure(), inTurn);
    this.scaling = new ScalingDecisions(name, cluster);
    this.recovery =
        new Recovery(name, view, cluster, operations, follower, errands, wire.tenure(), clock);
    this.lateness = new Lateness(name, operations, wire.tenure(), clock);
    follower.within(wire.tenure());
    this.waves =
        new Waves(
            name,
            new Deployer(
                name,
                new Pinning(planner, images),
                cluster,
                operations,
                follower,
                wire.backlog(),
                clock),
            operations,
            wire.fleet(),
            new Compensation(name, planner, cluster, operations, follower, clock),
            clock,
            errands);
    follower.onStages(
        new Staged(
            name, decider, view, cluster, operations, wire.fleet(), follower, clock, errands));
    follower.onFailure(
        new AutoRollback(name, planner, cluster, operations, follower, clock, errands));
  }

  Follower follower() {
    return follower;
  }

  Waves waves() {
    return waves;
  }

  ScalingDecisions scaling() {
    return scaling;
  }

  Lateness lateness() {
    return lateness;
  }

  Recovery recovery() {
    return recovery;
  }
}
