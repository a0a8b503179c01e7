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
import io.berth.deploy.queue.DeadlineDiagnosis;
import io.berth.deploy.queue.PartitionLostException;
import io.berth.deploy.queue.PendingCommands;
import io.berth.deploy.queue.PendingCommands.Delay;
import io.berth.deploy.release.ImageReference;
import io.berth.deploy.removal.RemovalReconciler;
import io.berth.deploy.rollout.Rollout;
import io.berth.deploy.rollout.RolloutTracker;
import io.berth.deploy.waves.WaveController;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handles a command: gathers the facts, has them decided, acts, and publishes the answer.
 * Idempotent: handling a command again finds what was done.
 */
public final class CommandHandler {

  private static final Logger LOG = LoggerFactory.getLogger(CommandHandler.class);
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
    Delay before = pending.delay(received).orElseGet(Delay.NoWorker::new);
    pending.record(received, before instanceof Delay.Failed ? before : new Delay.Request());
    Delay.Failed failed = null;
    try {
      retryStaleWrites(received, before);
    } catch (ClusterUnavailableException e) {
      failed = new Delay.Failed(e);
      if (context.clock().asOf(received.id()).isBefore(received.deadline())) {
        throw e;
      }
      publishTimedOut(received, failed);
      waves.proceed(received, context.operations().isApplied(received.id()));
    } catch (ClusterRejectedException e) {
      executor.refuse(received, e);
      waves.proceed(received, context.operations().isApplied(received.id()));
    } finally {
      pending.record(received, failed);
    }
  }

  /** Decides and writes again where another instance wrote in between. */
  private void retryStaleWrites(ReceivedCommand received, Delay before) {
    for (int attempt = 1; ; attempt++) {
      try {
        decideAndAct(received, reader.read(received), before, attempt > 1);
        return;
      } catch (StaleWriteException e) {
        if (attempt == MAX_ATTEMPTS) {
          throw new ClusterUnavailableException(
              ClusterUnavailableException.Reason.CONFLICT,
              "every attempt met a concurrent write: " + e.getMessage(),
              e);
        }
      }
    }
  }

  /**
   * @param before what delayed it until now
   * @param fresh whether the caches are known to lag behind
   */
  private void decideAndAct(
      ReceivedCommand received, CommandFacts facts, Delay before, boolean fresh) {
    pending.requireOwned(received);
    switch (CommandDecider.decide(planner, received, facts)) {
      case CommandDecision.RejectUnknownClusters unknown -> {
        unknown.rejections().forEach(context.operations()::publish);
        decideAndAct(received, facts.withUnknownRejected(), before, fresh);
      }
      case CommandDecision.NeedsSnapshot needed ->
          decideAndAct(
              received,
              reader.withSnapshot(facts, received, fresh || needed.fresh()),
              before,
              fresh);
      case CommandDecision.NeedsImages needed ->
          decideAndAct(received, resolveImages(received, facts, needed), before, fresh);
      case CommandDecision.Ignore _ -> {
        logRepetition(received, facts);
        waves.unpark(received);
      }
      case CommandDecision.AbortParked abort -> waves.abort(received, abort.held());
      case CommandDecision.EndBeforeWave end -> waves.end(received, end.why(), end.untouched());
      case CommandDecision.Park park -> {
        if (executor.accept(received, park.plan()).isPresent()) {
          waves.park(received, park.wave());
        } else {
          waves.unpark(received);
        }
      }
      case CommandDecision.Answer answer -> {
        answer(received, answer, before);
        waves.proceed(received, facts.published().applied());
      }
      case CommandDecision.Execute execute -> {
        executor.execute(received, execute);
        waves.proceed(received, facts.published().applied());
      }
    }
  }

  private void logRepetition(ReceivedCommand received, CommandFacts facts) {
    if (facts.published().concluded()) {
      LOG.info(
          "Command {} ({}) for {} in {} was received again, and has its verdict: it is ignored",
          received.id(),
          received.command().verb(),
          received.command().subject(),
          context.name());
    }
  }

  private CommandFacts resolveImages(
      ReceivedCommand received, CommandFacts facts, CommandDecision.NeedsImages needed) {
    pending.record(
        received,
        new Delay.Registry(
            needed.images().stream()
                .map(ImageReference::repository)
                .distinct()
                .collect(Collectors.joining(", "))));
    CommandFacts resolved = reader.withImages(facts, needed);
    pending.record(received, new Delay.Request());
    return resolved;
  }

  private void answer(ReceivedCommand received, CommandDecision.Answer answer, Delay before) {
    switch (answer) {
      case CommandDecision.Expire _ -> publishTimedOut(received, before);
      case CommandDecision.GiveUp late -> publishTimedOut(received, late.why());
      case CommandDecision.SupersededBy by -> publisher.publishSkipped(received, by.newer());
      case CommandDecision.ResumeRollout resume -> {
        Rollout rollout = resume.rollout();
        publisher.publishApplied(received, rollout.release(), List.of(resume.workload()));
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

  private void publishTimedOut(ReceivedCommand received, Delay why) {
    publisher.publishTimedOut(
        received,
        DeadlineDiagnosis.of(
            context.name(), received, context.operations().isAccepted(received.id()), why));
  }
}
