/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.delivery;

import io.berth.deploy.planning.Order;
import io.berth.deploy.waves.Sequence;
import io.berth.deploy.waves.Turn;
import io.berth.events.command.Abort;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Before the deployer: holds a command back until its wave may start, and takes a finished one back
 * where another cluster's failure asks for that. What waits is known from the topics alone, so a
 * restart forgets nothing.
 */
public final class Waves {

  private final String cluster;
  private final Deployer deployer;
  private final Operations operations;
  private final Turns turns;
  private final WaveAnswers answers;
  private final SteadyTime clock;
  private final Errands errands;
  private final Waiting waiting = new Waiting();
  private final WavesDone done;
  private final Map<String, String> told = new ConcurrentHashMap<>();

  /**
   * @param errands runs what no command asks for
   */
  public Waves(
      String cluster,
      Deployer deployer,
      Operations operations,
      Neighbours neighbours,
      Compensation compensation,
      SteadyTime clock,
      Errands errands) {
    this.cluster = cluster;
    this.deployer = deployer;
    this.operations = operations;
    this.turns = new Turns(cluster, operations, neighbours, clock);
    this.answers = new WaveAnswers(new Answers(cluster, operations, clock), operations);
    this.done = new WavesDone(cluster, neighbours, compensation, clock);
    this.clock = clock;
    this.errands = errands;
  }

  /** What another instance held back or finished, as the topics tell it, and is this one's now. */
  public void resume(Collection<Order> orders) {
    for (Order order : orders) {
      if (!order.command().meta().targets(cluster)
          || order.command().meta().dryRun()
          || !ours(order)) {
        continue;
      }
      done.watch(order);
      if (operations.accepted(order.id())
          && !operations.applied(order.id())
          && !operations.concluded(order.id())) {
        park(order);
      }
    }
  }

  /** Forgets what is another instance's now. */
  public void letGo() {
    waiting.all().stream().filter(order -> !ours(order)).forEach(this::leave);
    done.letGo(this::ours);
  }

  private boolean ours(Order order) {
    return errands.ours(order.position().toString());
  }

  /**
   * Handles one command up to where it is followed or waits for its wave.
   *
   * @throws ClusterAway where the API server is away: try again
   */
  public void handle(Order order) {
    if (!order.command().meta().targets(cluster) || operations.concluded(order.id())) {
      leave(order);
      return;
    }
    if (order.command() instanceof Abort && gaveUp(order)) {
      return;
    }
    Turn turn = turns.of(order);
    switch (turn) {
      case Turn.Go _ -> go(order);
      case Turn.Wait wait -> hold(order, wait);
      case Turn.Stop _, Turn.Overtaken _, Turn.Late _ -> end(order, turn);
    }
  }

  /** An instance that died may have written it when its turn had come. */
  private void end(Order order, Turn turn) {
    if (operations.accepted(order.id())
        && deployer.rehearsal().written(order, clock.asOf(order.id()))) {
      go(order);
    } else {
      answers.ended(order, turn);
      leave(order);
    }
  }

  private void go(Order order) {
    deployer.handle(order);
    if (Sequence.of(order.command().meta()).isPresent()) {
      done.watch(order);
    }
    leave(order);
    if (takesEffect(order)) {
      waiting.olderThan(order).ifPresent(held -> supersede(held, order));
    }
  }

  private void supersede(Order held, Order newer) {
    answers.superseded(held, newer.id());
    leave(held);
  }

  private boolean takesEffect(Order order) {
    return operations.accepted(order.id()) && !order.command().meta().dryRun();
  }

  private void hold(Order order, Turn.Wait wait) {
    switch (deployer.rehearsal().foresee(order)) {
      case ENDED -> leave(order);
      case WRITTEN -> go(order);
      case WAITS -> {
        done.watch(order);
        park(order);
        tell(order, wait);
      }
    }
  }

  private void park(Order order) {
    waiting
        .add(order)
        .ifPresent(replaced -> answers.superseded(replaced.older(), replaced.newer().id()));
  }

  private void leave(Order order) {
    waiting.leave(order);
    told.remove(order.id());
  }

  /** What only waits is given up without a word to the API server. */
  private boolean gaveUp(Order abort) {
    Optional<Order> held = waiting.olderThan(abort);
    held.filter(_ -> !abort.command().meta().dryRun())
        .ifPresent(
            order -> {
              answers.givenUp(abort, order);
              leave(order);
            });
    return held.isPresent() && !abort.command().meta().dryRun();
  }

  private void tell(Order order, Turn.Wait wait) {
    if (!wait.forWhat().equals(told.put(order.id(), wait.forWhat()))) {
      answers.waits(order, wait);
    }
  }

  /** Something was said by a cluster, or time passed. Makes no call to the API server itself. */
  public void look() {
    for (Order order : waiting.all()) {
      switch (turns.of(order)) {
        case Turn.Wait wait -> soon(order, () -> tell(order, wait));
        case Turn.Go _, Turn.Stop _, Turn.Overtaken _, Turn.Late _ ->
            soon(order, () -> handle(order));
      }
    }
    done.look(this::soon);
  }

  private void soon(Order order, Runnable task) {
    errands.run(order.id(), order.command().subject(), order.position().toString(), task);
  }
}
