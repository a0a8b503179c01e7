/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.waves;

import io.berth.deploy.cluster.ClusterUnavailableException;
import io.berth.deploy.commands.CommandHandler;
import io.berth.deploy.fleet.FleetView;
import io.berth.deploy.operations.OperationLog;
import io.berth.deploy.operations.OperationPublisher;
import io.berth.deploy.planning.ReceivedCommand;
import io.berth.deploy.queue.InternalTasks;
import io.berth.deploy.queue.MonotonicClock;
import io.berth.events.command.Abort;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * In front of the command handler: parks a command until its wave may start, and rolls a finished
 * one back where a failure elsewhere asks for it. Parked commands are known from the topics alone,
 * so they survive a restart.
 */
public final class WaveController {

  private static final Logger LOG = LoggerFactory.getLogger(WaveController.class);

  private final String cluster;
  private final CommandHandler handler;
  private final OperationLog operations;
  private final WaveDecisions decisions;
  private final WaveStatusPublisher publisher;
  private final MonotonicClock clock;
  private final InternalTasks tasks;
  private final ParkedCommands parked = new ParkedCommands();
  private final WaveCompensation compensation;
  private final Map<String, String> publishedReasons = new ConcurrentHashMap<>();

  /**
   * @param tasks runs due waves in order with the application's commands
   */
  public WaveController(
      String cluster,
      CommandHandler handler,
      OperationLog operations,
      FleetView fleetView,
      CompensatingRollback rollback,
      MonotonicClock clock,
      InternalTasks tasks) {
    this.cluster = cluster;
    this.handler = handler;
    this.operations = operations;
    this.decisions = new WaveDecisions(cluster, operations, fleetView, clock);
    this.publisher =
        new WaveStatusPublisher(new OperationPublisher(cluster, operations, clock), operations);
    this.compensation = new WaveCompensation(cluster, fleetView, rollback, clock);
    this.clock = clock;
    this.tasks = tasks;
  }

  /** Resumes what another instance parked or finished and this one owns now. */
  public void resume(Collection<ReceivedCommand> orders) {
    for (ReceivedCommand received : orders) {
      if (!received.command().meta().targets(cluster)
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

  /**
   * Handles one command until it is tracked or parked.
   *
   * @throws ClusterUnavailableException where the API server is away: try again
   */
  public void handle(ReceivedCommand received) {
    if (!received.command().meta().targets(cluster) || operations.isConcluded(received.id())) {
      unpark(received);
      return;
    }
    if (received.command() instanceof Abort && abortParked(received)) {
      return;
    }
    WaveDecision decision = decisions.decide(received);
    switch (decision) {
      case WaveDecision.Proceed _ -> proceed(received);
      case WaveDecision.Wait wait -> parkOrProceed(received, wait);
      case WaveDecision.EarlierWaveFailed _, WaveDecision.Superseded _, WaveDecision.Expired _ ->
          conclude(received, decision);
    }
  }

  /** An instance that stopped may have applied it when its wave was due. */
  private void conclude(ReceivedCommand received, WaveDecision decision) {
    if (operations.isAccepted(received.id())
        && handler.dryRun().isApplied(received, clock.asOf(received.id()))) {
      proceed(received);
    } else {
      publisher.publishEnded(received, decision);
      unpark(received);
    }
  }

  private void proceed(ReceivedCommand received) {
    // A redelivered command counts from its first record, which may be older than what is parked.
    boolean redelivered = operations.isApplied(received.id());
    handler.handle(received);
    if (WavePlan.of(received.command().meta()).isPresent()) {
      compensation.watch(received);
    }
    unpark(received);
    if (!redelivered && takesEffect(received)) {
      parked.supersededBy(received).ifPresent(held -> supersede(held, received));
    }
  }

  private void supersede(ReceivedCommand held, ReceivedCommand newer) {
    publisher.publishSuperseded(held, newer.id());
    unpark(held);
  }

  private boolean takesEffect(ReceivedCommand received) {
    return operations.isAccepted(received.id()) && !received.command().meta().dryRun();
  }

  private void parkOrProceed(ReceivedCommand received, WaveDecision.Wait wait) {
    switch (handler.dryRun().check(received)) {
      case CONCLUDED -> unpark(received);
      case ALREADY_APPLIED -> proceed(received);
      case CAN_WAIT -> {
        compensation.watch(received);
        park(received);
        publishWaiting(received, wait);
      }
    }
  }

  private void park(ReceivedCommand received) {
    parked
        .add(received)
        .ifPresent(
            replaced -> publisher.publishSuperseded(replaced.older(), replaced.newer().id()));
  }

  private void unpark(ReceivedCommand received) {
    parked.remove(received);
    publishedReasons.remove(received.id());
  }

  /** A parked command is aborted without a call to the API server. */
  private boolean abortParked(ReceivedCommand abort) {
    Optional<ReceivedCommand> held = parked.supersededBy(abort);
    held.filter(_ -> !abort.command().meta().dryRun())
        .ifPresent(
            received -> {
              publisher.publishAborted(abort, received);
              unpark(received);
            });
    return held.isPresent() && !abort.command().meta().dryRun();
  }

  private void publishWaiting(ReceivedCommand received, WaveDecision.Wait wait) {
    if (!wait.reason().equals(publishedReasons.put(received.id(), wait.reason()))) {
      publisher.publishWaiting(received, wait);
      LOG.info(
          "Command {} ({}) for {} in {} waits for its wave: {}",
          received.id(),
          received.command().verb(),
          received.command().subject(),
          cluster,
          wait.reason());
    }
  }

  /** A cluster's verdict arrived, or time passed. Makes no call to the API server itself. */
  public void reevaluate() {
    for (ReceivedCommand received : parked.all()) {
      switch (decisions.decide(received)) {
        case WaveDecision.Wait wait -> submit(received, () -> publishWaiting(received, wait));
        case WaveDecision.Proceed _,
            WaveDecision.EarlierWaveFailed _,
            WaveDecision.Superseded _,
            WaveDecision.Expired _ ->
            submit(received, () -> handle(received));
      }
    }
    compensation.reevaluate(this::submit);
  }

  private void submit(ReceivedCommand received, Runnable task) {
    tasks.submit(received.id(), received.command().subject(), received.position().toString(), task);
  }
}
