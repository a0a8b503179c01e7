/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.rollout;

import io.berth.deploy.cluster.AppCache;
import io.berth.deploy.cluster.Cluster;
import io.berth.deploy.diagnosis.Diagnostician;
import io.berth.deploy.operations.AppStatePublisher;
import io.berth.deploy.operations.OperationLog;
import io.berth.deploy.operations.OperationPublisher;
import io.berth.deploy.planning.ObservedApp;
import io.berth.deploy.queue.MonotonicClock;
import io.berth.deploy.queue.PartitionOwnership;
import io.berth.deploy.rollout.TrackedRollouts.TrackedRollout;
import io.berth.events.AppRef;
import io.berth.events.operation.Diagnosis;
import io.berth.events.operation.Progress;
import io.berth.events.operation.Progressing;
import io.berth.events.operation.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/** Tracks roll-outs to their verdicts and publishes the states of applications. */
public final class RolloutTracker {

  private static final Duration BETWEEN_PROGRESS = Duration.ofMillis(500);

  private final RolloutDecider decider;
  private final AppCache cache;
  private final RolloutVerdicts verdicts;
  private final OperationLog operations;
  private final AppStateReporter reporter;
  private final MonotonicClock clock;
  private final OperationPublisher publisher;
  private final TrackedRollouts rollouts = new TrackedRollouts();
  private volatile Consumer<AppRef> enqueue = _ -> {};
  private volatile StagedRollouts stagedRollouts = new StagedRollouts.NoStagedRollouts();
  private volatile PartitionOwnership ownership = PartitionOwnership.ALL;

  /**
   * Rolls back to the previous release and publishes the verdict; called again until it has done
   * so.
   */
  public interface FailureHandler {
    void handle(Rollout rollout, Verdict verdict, Progress progress, Diagnosis diagnosis);
  }

  public RolloutTracker(
      String clusterName,
      RolloutDecider decider,
      AppCache cache,
      Cluster cluster,
      OperationLog operations,
      AppStatePublisher apps,
      MonotonicClock clock) {
    this.decider = decider;
    this.cache = cache;
    this.operations = operations;
    this.reporter = new AppStateReporter(clusterName, cache, apps, clock);
    this.clock = clock;
    this.publisher = new OperationPublisher(clusterName, operations, clock);
    this.verdicts = new RolloutVerdicts(cluster, publisher, operations);
  }

  /** Sets the listener that reconciles an application soon. */
  public void onChange(Consumer<AppRef> enqueue) {
    this.enqueue = enqueue;
  }

  /** Tracks only what this instance owns. */
  public void restrictTo(PartitionOwnership ownership) {
    this.ownership = ownership;
  }

  public void onFailure(FailureHandler handler) {
    verdicts.onFailure(handler);
  }

  /** Sets the controller of staged roll-outs. */
  public void useStages(StagedRolloutController taker) {
    stagedRollouts = taker;
  }

  /** Has an application reconciled soon. */
  public void enqueue(AppRef app) {
    enqueue.accept(app);
  }

  /** A roll-out with a verdict is reconciled for cleanup, but not tracked again. */
  public void track(Rollout rollout) {
    supersedeTracked(rollout);
    if (!operations.isConcluded(rollout.command().commandId())) {
      rollouts.add(rollout, clock.asOf(rollout.command().commandId()));
    }
    enqueue.accept(rollout.app());
  }

  /** Whose verdict could not be published when its successor was applied. */
  private void supersedeTracked(Rollout newer) {
    TrackedRollout before = rollouts.get(newer.app());
    if (before != null
        && !before.commandId().equals(newer.command().commandId())
        && !operations.isConcluded(before.commandId())) {
      supersede(before.rollout(), newer.command().commandId());
    }
  }

  /** Resumes what an earlier instance left, unless something newer is tracked already. */
  public void resume(Rollout rollout) {
    if (ownership.owns(rollout.command().position())) {
      rollouts.addIfAbsent(rollout, clock.asOf(rollout.command().commandId()));
      enqueue.accept(rollout.app());
    }
  }

  /** Stops tracking what another instance owns. */
  public void releaseLost() {
    rollouts.removeIf(active -> !ownership.owns(active.position()));
  }

  public void supersede(Rollout rollout, String newer) {
    publisher.publishSuperseded(
        publisher.ref(rollout.command(), rollout.app()),
        rollout.createsRelease() ? rollout.release() : null,
        newer);
    rollouts.remove(rollout); // only once it has its verdict
  }

  /** The applications to be reconciled as time passes: deadlines and steps need no event. */
  public Set<AppRef> pendingApps() {
    Set<AppRef> pending = new HashSet<>(rollouts.apps());
    pending.addAll(stagedRollouts.pendingApps());
    return pending;
  }

  /**
   * Reconciles an application after a change or a tick. To be called by one thread at a time for
   * each.
   */
  public void reconcile(AppRef app) {
    cache.find(app).ifPresentOrElse(this::reconcile, () -> handleMissing(app));
  }

  private void reconcile(ObservedApp live) {
    TrackedRollout active = rollouts.get(live.app());
    if (active != null && ownership.holds(active.position())) {
      advance(active, live);
    }
    stagedRollouts.cleanUp(live);
    reporter.publish(live, rollouts.get(live.app()) != null);
  }

  private void handleMissing(AppRef app) {
    stagedRollouts.forget(app);
    TrackedRollout active = rollouts.get(app);
    if (active == null) {
      reporter.publishRemoved(app);
    } else if (ownership.holds(active.position())
        && !clock.asOf(active.commandId()).isBefore(active.rollout().command().deadline())) {
      rollouts.remove(active);
      publisher.publishFailed(
          publisher.ref(active.rollout().command(), active.rollout().app()),
          Verdict.TIMED_OUT,
          null,
          null,
          Diagnostician.unknown());
    }
  }

  private void advance(TrackedRollout active, ObservedApp live) {
    Rollout rollout = active.rollout();
    // The cache may lag behind the last write.
    if (!live.lastCommand().commandId().equals(rollout.command().commandId())) {
      return;
    }
    if (live.stage() == null && live.abortReason() != null) {
      var why = stagedRollouts.abortDiagnosis(rollout.command().commandId());
      verdicts.publishAborted(
          rollout, ReplicaCounts.of(live.deployment()), live.abortReason(), why);
    } else {
      publish(active, active.decided() == null ? evaluate(active, live) : active.decided());
    }
    removeConcluded(active);
  }

  private RolloutStatus evaluate(TrackedRollout active, ObservedApp live) {
    if (live.stage() != null) {
      return stagedRollouts.evaluate(active.rollout(), live);
    }
    var finding = Diagnostician.diagnose(CurrentStatus.of(cache.diagnosisInput(live)));
    return decider.evaluate(
        active.rollout(),
        live.deployment(),
        finding,
        active.published(),
        clock.asOf(active.commandId()));
  }

  private void publish(TrackedRollout active, RolloutStatus status) {
    switch (status) {
      case RolloutStatus.Unchanged _ -> {}
      case RolloutStatus.Progressed progressed -> publishProgress(active, progressed.progress());
      case RolloutStatus.Succeeded _, RolloutStatus.Failed _, RolloutStatus.TimedOut _ -> {
        rollouts.decided(active, status);
        verdicts.publish(active.rollout(), status);
      }
    }
  }

  /** Only once its verdict is published: a rollback is retried until it succeeds. */
  private void removeConcluded(TrackedRollout active) {
    if (operations.isConcluded(active.commandId())) {
      rollouts.remove(active.rollout());
    }
  }

  private void publishProgress(TrackedRollout active, Progress progress) {
    Instant asOf = clock.asOf(active.commandId());
    if (!asOf.isBefore(active.publishedAt().plus(BETWEEN_PROGRESS))) {
      rollouts.progressPublished(active, progress, asOf);
      operations.publish(
          new Progressing(
              publisher.ref(active.rollout().command(), active.rollout().app()), progress));
    }
  }
}
