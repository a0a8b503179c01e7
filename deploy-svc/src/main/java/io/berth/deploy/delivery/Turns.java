/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.delivery;

import io.berth.deploy.planning.Order;
import io.berth.deploy.waves.Sequence;
import io.berth.deploy.waves.Turn;
import io.berth.deploy.waves.WaveDecider;

/** Whose turn it is, by what the topics say now. */
final class Turns {

  private final String cluster;
  private final Operations operations;
  private final Neighbours neighbours;
  private final SteadyTime clock;

  Turns(String cluster, Operations operations, Neighbours neighbours, SteadyTime clock) {
    this.cluster = cluster;
    this.operations = operations;
    this.neighbours = neighbours;
    this.clock = clock;
  }

  /** What was written is past its turn. */
  Turn of(Order order) {
    return Sequence.of(order.command().meta())
        .filter(sequence -> !sequence.opensWith(cluster) && !operations.applied(order.id()))
        .map(sequence -> decide(sequence, order))
        .orElseGet(Turn.Go::new);
  }

  private Turn decide(Sequence sequence, Order order) {
    return new WaveDecider(sequence, order.issuedAt(), order.deadline())
        .turn(
            cluster,
            neighbours.fleet(order.id(), order.command().subject()),
            clock.asOf(order.id()));
  }
}
