/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.commands;

import io.berth.deploy.cluster.ClusterRejectedException;
import io.berth.deploy.cluster.ClusterUnavailableException;
import io.berth.deploy.cluster.StaleWriteException;
import io.berth.deploy.operations.ClusterContext;
import io.berth.deploy.operations.OperationLog;
import io.berth.deploy.operations.OperationPublisher;
import io.berth.deploy.planning.Planner;
import io.berth.deploy.planning.ReceivedCommand;
import io.berth.deploy.queue.PartitionLostException;
import io.berth.deploy.queue.PendingCommands;
import io.berth.deploy.removal.RemovalReconciler;
import io.berth.deploy.rollout.Rollout;
import io.berth.deploy.rollout.RolloutTracker;
import io.berth.deploy.waves.WaveController;
import java.util.List;

/**
 * Handles a command: gathers the facts, has them decided, acts, and publishes the answer.
 * Idempotent: handling a command again finds what was done.
 */
public final class CommandHandler {

  private static final int MAX_ATTEMPTS = 5;

  private final ClusterContext context;
  private final CommandFactsReader reader;
  private final Planner planner;
  private final PendingCommands pending;
  private final WaveController waves;
  private final RolloutTracker tracker;
  private final RemovalReconciler removals;
  private final OperationPublisher publisher;
  private final PlanExecutor executor;

  public CommandHandler(
      ClusterContext context,
      CommandFactsReader reader,
      Planner planner,
      PendingCommands pending,
      WaveController waves,
      RolloutTracker tracker,
      RemovalReconciler removals) {
    this.context = context;
    this.reader = reader;
    this.planner = planner;
    this.pending = pending;
    this.waves = waves;
    this.tracker = tracker;
    this.removals = removals;
    this.publisher = context.publisher();
    this.executor = new PlanExecutor(context, pending, tracker, removals);
  }

  /**
   * Handles one command until it has its verdict, its roll-out or removal is followed, or it waits
   * for its wave.
   *
   * @throws ClusterUnavailableException where the API server is away and the deadline has not
   *     passed: try again
   * @throws PartitionLostException where another instance may have taken over: ask again when that
   *     is clear
   */
  public void handle(ReceivedCommand received) {
    try {
      retryStaleWrites(received);
    } catch (ClusterUnavailableException e) {
      if (context.clock().asOf(received.id()).isBefore(received.deadline())) {
        throw e;
      }
      answer(received, new CommandDecision.GiveUp(String.valueOf(e.getMessage())));
      waves.proceed(received, context.operations().isApplied(received.id()));
    } catch (ClusterRejectedException e) {
      executor.refuse(received, e);
      waves.proceed(received, context.operations().isApplied(received.id()));
    }
  }

  /** Decides and writes again where another instance wrote in between. */
  private void retryStaleWrites(ReceivedCommand received) {
    for (int attempt = 1; ; attempt++) {
      try {
        decideAndAct(received, reader.read(received), attempt > 1);
        return;
      } catch (StaleWriteException e) {
        if (attempt == MAX_ATTEMPTS) {
          throw new ClusterUnavailableException(
              "every attempt met a concurrent write: " + e.getMessage(), e);
        }
      }
    }
  }

  /**
   * @param fresh whether the caches are known to lag behind
   */
  private void decideAndAct(ReceivedCommand received, CommandFacts facts, boolean fresh) {
    pending.requireOwned(received);
    switch (CommandDecider.decide(planner, received, facts)) {
      case CommandDecision.RejectUnknownClusters unknown -> {
        unknown.rejections().forEach(context.operations()::publish);
        decideAndAct(received, facts.withUnknownRejected(), fresh);
      }
      case CommandDecision.NeedsSnapshot needed ->
          decideAndAct(
              received, reader.withSnapshot(facts, received, fresh || needed.fresh()), fresh);
      case CommandDecision.NeedsImage needed ->
          decideAndAct(received, reader.withImage(facts, needed), fresh);
      case CommandDecision.Ignore _ -> waves.unpark(received);
      case CommandDecision.AbortParked abort -> waves.abort(received, abort.held());
      case CommandDecision.EndBeforeWave end -> waves.end(received, end.why());
      case CommandDecision.Park park -> {
        if (executor.accept(received, park.plan())) {
          waves.park(received, park.wave());
        } else {
          waves.unpark(received);
        }
      }
      case CommandDecision.Answer answer -> {
        answer(received, answer);
        waves.proceed(received, facts.published().applied());
      }
      case CommandDecision.Execute execute -> {
        executor.execute(received, execute);
        waves.proceed(received, facts.published().applied());
      }
    }
  }

  private void answer(ReceivedCommand received, CommandDecision.Answer answer) {
    switch (answer) {
      case CommandDecision.Expire _ -> publisher.publishReadTooLate(received);
      case CommandDecision.GiveUp late -> publisher.publishUnreachable(received, late.reason());
      case CommandDecision.SupersededBy by -> publisher.publishSkipped(received, by.newer());
      case CommandDecision.ResumeRollout resume -> {
        Rollout rollout = resume.rollout();
        publisher.publishApplied(
            received, rollout.release(), List.of("Deployment/" + rollout.app().name()));
        tracker.track(rollout);
      }
      case CommandDecision.AlreadyPromoted _ -> publisher.publishPromoted(received);
      case CommandDecision.AlreadyRolledBack back ->
          publisher.publishRolledBack(publisher.ref(received), null, null, null, back.by());
      case CommandDecision.AlreadyOvertaken overtaken ->
          publisher.publishSuperseded(publisher.ref(received), null, overtaken.newer());
      case CommandDecision.AlreadyGone _ ->
          publisher.publishVanished(
              new OperationLog.OpenCommand(
                  received.id(),
                  received.command().verb(),
                  received.command().subject(),
                  received.command().meta().requestedBy()));
      case CommandDecision.AlreadyRemoved _ -> executor.resumeRemoved(received);
      case CommandDecision.ResumeRemoval _ -> removals.track(received);
      case CommandDecision.Reject reject -> executor.reject(received, reject.violations());
    }
  }
}
