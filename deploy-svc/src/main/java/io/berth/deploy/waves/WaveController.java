/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.waves;

import io.berth.deploy.fleet.FleetView;
import io.berth.deploy.operations.ClusterContext;
import io.berth.deploy.operations.OperationLog;
import io.berth.deploy.planning.ReceivedCommand;
import io.berth.deploy.planning.SupersedePolicy;
import io.berth.deploy.queue.InternalTasks;
import io.berth.deploy.waves.WaveDecider.WaveDecision;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps commands until their waves may start, and rolls a finished one back where a failure
 * elsewhere asks for it. Parked commands are known from the topics alone, so they survive a
 * restart.
 */
public final class WaveController {

  private static final Logger LOG = LoggerFactory.getLogger(WaveController.class);

  private final ClusterContext context;
  private final FleetView fleetView;
  private final WaveStatusPublisher publisher;
  private final InternalTasks tasks;
  private final ParkedCommands parked = new ParkedCommands();
  private final WaveCompensation compensation;
  private final Map<String, String> publishedReasons = new ConcurrentHashMap<>();

  /**
   * @param tasks runs due waves in order with the application's commands
   */
  public WaveController(
      ClusterContext context,
      FleetView fleetView,
      CompensatingRollback rollback,
      InternalTasks tasks) {
    this.context = context;
    this.fleetView = fleetView;
    this.publisher = new WaveStatusPublisher(context.publisher(), context.operations());
    this.compensation = new WaveCompensation(context.name(), fleetView, rollback, context.clock());
    this.tasks = tasks;
  }

  /** Resumes what another instance parked or finished and this one owns now. */
  public void resume(Collection<ReceivedCommand> commands) {
    OperationLog operations = context.operations();
    for (ReceivedCommand received : commands) {
      if (WavePlan.of(received.command().meta()).isEmpty()
          || !received.command().meta().targets(context.name())
          || received.command().meta().dryRun()
          || !isOwned(received)) {
        continue;
      }
      compensation.watch(received);
      if (operations.isAccepted(received.id())
          && !operations.isApplied(received.id())
          && !operations.isConcluded(received.id())) {
        park(received);
      }
    }
  }

  /** Forgets what another instance owns now. */
  public void releaseLost() {
    parked.all().stream().filter(received -> !isOwned(received)).forEach(this::unpark);
    compensation.releaseLost(this::isOwned);
  }

  private boolean isOwned(ReceivedCommand received) {
    return tasks.owns(received.position().toString());
  }

  /** The older command about the same application or namespace that waits for its wave. */
  public Optional<ReceivedCommand> parkedBefore(ReceivedCommand received) {
    return parked.before(received);
  }

  /** Keeps an accepted command until its wave starts. */
  public void park(ReceivedCommand received, WaveDecision.Wait wait) {
    compensation.watch(received);
    park(received);
    publishWaiting(received, wait);
  }

  private void park(ReceivedCommand received) {
    parked
        .add(received)
        .ifPresent(
            replaced -> publisher.publishSuperseded(replaced.older(), replaced.newer().id()));
  }

  public void unpark(ReceivedCommand received) {
    parked.remove(received);
    publishedReasons.remove(received.id());
  }

  /**
   * A command that took effect supersedes the one that waits, where it replaces that.
   *
   * @param redelivered whether it had been applied before: it counts from its first record, which
   *     may be older than the one that waits
   */
  public void proceed(ReceivedCommand received, boolean redelivered) {
    if (WavePlan.of(received.command().meta()).isPresent()) {
      compensation.watch(received);
    }
    unpark(received);
    if (!redelivered
        && context.operations().isAccepted(received.id())
        && !received.command().meta().dryRun()) {
      parkedBefore(received)
          .filter(held -> SupersedePolicy.replacesParked(received.command(), held.command()))
          .ifPresent(held -> supersede(held, received));
    }
  }

  private void supersede(ReceivedCommand held, ReceivedCommand newer) {
    publisher.publishSuperseded(held, newer.id());
    unpark(held);
  }

  /**
   * Publishes the verdict of a command whose wave will not start.
   *
   * @param untouched whether it is certain that nothing was written here
   */
  public void end(ReceivedCommand received, WaveDecision.Ended why, boolean untouched) {
    publisher.publishEnded(received, why, untouched);
    unpark(received);
  }

  /** Publishes the verdicts of both. */
  public void abort(ReceivedCommand abort, ReceivedCommand held) {
    publisher.publishAborted(abort, held);
    unpark(held);
  }

  private void publishWaiting(ReceivedCommand received, WaveDecision.Wait wait) {
    if (!wait.reason().equals(publishedReasons.put(received.id(), wait.reason()))) {
      publisher.publishWaiting(received, wait);
      LOG.info(
          "Command {} ({}) for {} in {} waits for its wave: {}",
          received.id(),
          received.command().verb(),
          received.command().subject(),
          context.name(),
          wait.reason());
    }
  }

  /**
   * A cluster's verdict arrived, or time passed. Makes no call to the API server itself.
   *
   * @param handler of commands that wait no longer
   */
  public void reevaluate(Consumer<ReceivedCommand> handler) {
    for (ReceivedCommand received : parked.all()) {
      switch (decide(received)) {
        case WaveDecision.Wait wait -> submit(received, () -> publishWaiting(received, wait));
        case WaveDecision.Proceed _, WaveDecision.Ended _ ->
            submit(received, () -> handler.accept(received));
      }
    }
    compensation.reevaluate(this::submit);
  }

  private WaveDecision decide(ReceivedCommand received) {
    return WaveDecider.decide(
        received,
        context.name(),
        context.operations().isApplied(received.id()),
        fleetView.state(received.id(), received.command().subject()),
        context.clock().asOf(received.id()));
  }

  private void submit(ReceivedCommand received, Runnable task) {
    tasks.submit(received.id(), received.command().subject(), received.position().toString(), task);
  }
}
