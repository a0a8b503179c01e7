/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.delivery;

import io.berth.deploy.planning.Order;
import io.berth.deploy.waves.Aftermath;
import io.berth.deploy.waves.Fleet;
import io.berth.deploy.waves.Sequence;
import io.berth.events.command.CommandMeta;
import io.berth.events.operation.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/** Commands in waves whose other clusters may still fail, so that this one may have to go back. */
final class WavesDone {

  /** How long after its deadline a verdict may still come in. */
  private static final Duration GRACE = Duration.ofMinutes(1);

  private final String cluster;
  private final Neighbours neighbours;
  private final Compensation compensation;
  private final SteadyTime clock;
  private final Map<String, Order> watched = new ConcurrentHashMap<>();

  WavesDone(String cluster, Neighbours neighbours, Compensation compensation, SteadyTime clock) {
    this.cluster = cluster;
    this.neighbours = neighbours;
    this.compensation = compensation;
    this.clock = clock;
  }

  void watch(Order order) {
    watched.put(order.id(), order);
  }

  void letGo(Predicate<Order> ours) {
    watched.values().removeIf(order -> !ours.test(order));
  }

  /**
   * @param soon runs a task of an order in turn with its application's commands
   */
  void look(BiConsumer<Order, Runnable> soon) {
    for (Order order : List.copyOf(watched.values())) {
      if (clock.asOf(order.id()).isAfter(order.deadline().plus(GRACE))) {
        watched.remove(order.id());
      } else if (aftermath(order) instanceof Aftermath.GoBack back) {
        soon.accept(order, () -> goBack(order, back));
      }
    }
  }

  private void goBack(Order order, Aftermath.GoBack back) {
    compensation.goBack(order, back);
    watched.remove(order.id());
  }

  private Aftermath aftermath(Order order) {
    Fleet fleet = neighbours.fleet(order.id(), order.command().subject());
    Fleet.Word own = fleet.words().get(cluster);
    CommandMeta meta = order.command().meta();
    return own == null || own.verdict() != Verdict.SUCCEEDED
        ? new Aftermath.Open()
        : Aftermath.of(meta.partialFailure(), targets(meta, fleet), fleet.words());
  }

  private static Set<String> targets(CommandMeta meta, Fleet fleet) {
    Set<String> targets = new TreeSet<>(meta.clusters());
    if (targets.isEmpty()) {
      targets.addAll(fleet.words().keySet());
      Sequence.of(meta).ifPresent(sequence -> sequence.waves().forEach(targets::addAll));
    }
    return targets;
  }
}
