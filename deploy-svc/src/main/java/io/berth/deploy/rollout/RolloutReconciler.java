/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.rollout;

import io.berth.deploy.cluster.AppCache;
import io.berth.deploy.cluster.Cluster;
import io.berth.deploy.diagnosis.Diagnostician;
import io.berth.deploy.operations.AppStatePublisher;
import io.berth.deploy.operations.ClusterContext;
import io.berth.deploy.operations.OperationLog;
import io.berth.deploy.operations.OperationPublisher;
import io.berth.deploy.planning.ObservedApp;
import io.berth.deploy.queue.MonotonicClock;
import io.berth.deploy.rollout.RolloutDecider.RolloutStatus;
import io.berth.deploy.rollout.RolloutTracker.TrackedRollout;
import io.berth.events.AppRef;
import io.berth.events.operation.Progress;
import io.berth.events.operation.Progressing;
import io.berth.events.operation.Verdict;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows roll-outs to their verdicts, and publishes the states of applications. */
public final class RolloutReconciler {

  private static final Logger LOG = LoggerFactory.getLogger(RolloutReconciler.class);
  private static final Duration BETWEEN_PROGRESS = Duration.ofMillis(500);

  private final RolloutDecider decider;
  private final AppCache cache;
  private final Cluster cluster;
  private final RolloutVerdicts verdicts;
  private final OperationLog operations;
  private final AppStateReporter reporter;
  private final MonotonicClock clock;
  private final OperationPublisher publisher;
  private final RolloutTracker rollouts;
  private final StagedRolloutController stagedRollouts;

  public RolloutReconciler(
      ClusterContext context,
      RolloutDecider decider,
      AppStatePublisher apps,
      RolloutTracker rollouts,
      StagedRolloutController stagedRollouts,
      AutoRollback autoRollback) {
    this.decider = decider;
    this.cache = context.cache();
    this.cluster = context.cluster();
    this.operations = context.operations();
    this.reporter = new AppStateReporter(context.name(), cache, apps, context.clock());
    this.clock = context.clock();
    this.publisher = context.publisher();
    this.verdicts = new RolloutVerdicts(context, autoRollback);
    this.rollouts = rollouts;
    this.stagedRollouts = stagedRollouts;
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
    if (active != null && rollouts.holds(active)) {
      advance(active, live);
    }
    if (live.isTerminating()) {
      stagedRollouts.forget(live.app());
    } else {
      stagedRollouts.cleanUp(live);
    }
    reporter.publish(live, rollouts.get(live.app()) != null);
  }

  private void handleMissing(AppRef app) {
    stagedRollouts.forget(app);
    TrackedRollout active = rollouts.get(app);
    if (active == null) {
      reporter.publishRemoved(app);
    } else if (rollouts.holds(active)
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
    act(active, live, evaluate(active, live));
    removeConcluded(active);
    if (rollouts.get(live.app()) != null) {
      replaceBlockingPods(active, live);
    }
  }

  private void replaceBlockingPods(TrackedRollout active, ObservedApp live) {
    for (Pod pod : BlockingPods.of(live.deployment(), cache.pods(live.app()))) {
      LOG.info(
          "Command {} ({}) for {} in {} deletes pod {} of an earlier release, which fails and keeps the others from being replaced",
          active.rollout().command().commandId(),
          active.rollout().command().verb(),
          live.app(),
          cache.identity().name(),
          pod.getMetadata().getName());
      cluster.deletePod(live.app(), pod);
    }
  }

  private RolloutStatus evaluate(TrackedRollout active, ObservedApp live) {
    RolloutStatus.Ended decided = active.decided();
    if (live.stage() == null && live.abortReason() != null) {
      return decided instanceof RolloutStatus.Aborted
          ? decided
          : new RolloutStatus.Aborted(
              ReplicaCounts.of(live.deployment()),
              live.abortReason(),
              stagedRollouts.abortDiagnosis(active.commandId()));
    }
    if (decided != null) {
      return decided;
    }
    if (live.stage() != null && !live.isTerminating()) {
      return stagedRollouts.evaluate(live);
    }
    var finding = Diagnostician.diagnose(CurrentStatus.of(cache.diagnosisInput(live)));
    return decider.evaluate(
        active.rollout(),
        live.deployment(),
        finding,
        active.published(),
        clock.asOf(active.commandId()));
  }

  private void act(TrackedRollout active, ObservedApp live, RolloutStatus status) {
    switch (status) {
      case RolloutStatus.Unchanged _ -> {}
      case RolloutStatus.Progressed(Progress progress) -> publishProgress(active, progress, null);
      case RolloutStatus.Obstructed(Progress progress, String reason) -> {
        if (!progress.equals(active.published()) || !reason.equals(active.waitingFor())) {
          publishProgress(active, progress, reason);
        }
      }
      case RolloutStatus.Staged staged ->
          stagedRollouts.perform(active.rollout(), live, staged.action());
      case RolloutStatus.Ended ended -> {
        rollouts.decided(active, ended);
        verdicts.publish(active.rollout(), ended);
      }
    }
  }

  /** Only once its verdict is published: a rollback is retried until it succeeds. */
  private void removeConcluded(TrackedRollout active) {
    if (operations.isConcluded(active.commandId())) {
      rollouts.remove(active.rollout());
    }
  }

  private void publishProgress(
      TrackedRollout active, Progress progress, @Nullable String waitingFor) {
    Instant asOf = clock.asOf(active.commandId());
    if (asOf.isBefore(active.publishedAt().plus(BETWEEN_PROGRESS))) {
      return;
    }
    Rollout rollout = active.rollout();
    rollouts.progressPublished(active, progress, waitingFor, asOf);
    operations.publish(
        new Progressing(publisher.ref(rollout.command(), rollout.app()), progress, waitingFor));
    if (waitingFor != null && !waitingFor.equals(active.waitingFor())) {
      LOG.info(
          "Command {} ({}) for {} in {} waits in its roll-out: {}",
          rollout.command().commandId(),
          rollout.command().verb(),
          rollout.app(),
          cache.identity().name(),
          waitingFor);
    }
  }
}
