/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.rollout;

import io.berth.deploy.operations.ClusterContext;
import io.berth.deploy.operations.OperationPublisher;
import io.berth.deploy.queue.PartitionOwnership;
import io.berth.deploy.rollout.RolloutDecider.RolloutStatus;
import io.berth.events.AppRef;
import io.berth.events.operation.Progress;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The roll-outs in progress that this instance owns, one for each application. */
public final class RolloutTracker {

  private static final Logger LOG = LoggerFactory.getLogger(RolloutTracker.class);

  private final ClusterContext context;
  private final PartitionOwnership ownership;
  private final Consumer<AppRef> enqueue;
  private final OperationPublisher publisher;
  private final Map<AppRef, TrackedRollout> byApp = new ConcurrentHashMap<>();

  /**
   * A roll-out and what was last published about it.
   *
   * @param waitingFor what it was published to wait for
   * @param decided its final status, where that is decided and not published yet: it is not decided
   *     again
   */
  record TrackedRollout(
      Rollout rollout,
      @Nullable Progress published,
      Instant publishedAt,
      @Nullable String waitingFor,
      RolloutStatus.@Nullable Ended decided) {

    static TrackedRollout started(Rollout rollout) {
      return new TrackedRollout(rollout, null, Instant.EPOCH, null, null);
    }

    String commandId() {
      return rollout.command().commandId();
    }

    String position() {
      return rollout.command().position();
    }
  }

  /**
   * @param enqueue has an application reconciled soon
   */
  public RolloutTracker(
      ClusterContext context, PartitionOwnership ownership, Consumer<AppRef> enqueue) {
    this.context = context;
    this.ownership = ownership;
    this.enqueue = enqueue;
    this.publisher = context.publisher();
  }

  /**
   * A roll-out with a verdict is reconciled for cleanup, but not tracked again. One that is tracked
   * already continues: its command may have been redelivered.
   */
  public void track(Rollout rollout) {
    supersedeTracked(rollout);
    if (!context.operations().isConcluded(rollout.command().commandId())) {
      byApp.compute(
          rollout.app(),
          (_, active) ->
              active != null && active.rollout().equals(rollout.since(active.rollout().since()))
                  ? active
                  : started(rollout));
    }
    enqueue.accept(rollout.app());
  }

  /** Whose verdict could not be published when its successor was applied. */
  private void supersedeTracked(Rollout newer) {
    TrackedRollout before = byApp.get(newer.app());
    if (before != null
        && !before.commandId().equals(newer.command().commandId())
        && !context.operations().isConcluded(before.commandId())) {
      supersede(before.rollout(), newer.command().commandId());
    }
  }

  private TrackedRollout started(Rollout rollout) {
    return TrackedRollout.started(
        rollout.since(context.clock().asOf(rollout.command().commandId())));
  }

  /** Resumes what an earlier instance left, unless something newer is tracked already. */
  public void resume(Rollout rollout) {
    if (ownership.owns(rollout.command().position())) {
      if (byApp.putIfAbsent(rollout.app(), started(rollout)) == null) {
        LOG.info(
            "Command {} ({}) for {} in {} is taken over: its roll-out of release {} has no verdict yet",
            rollout.command().commandId(),
            rollout.command().verb(),
            rollout.app(),
            context.name(),
            rollout.release());
      }
      enqueue.accept(rollout.app());
    }
  }

  /** Stops tracking what another instance owns. */
  public void releaseLost() {
    byApp.values().removeIf(active -> !ownership.owns(active.position()));
  }

  public void supersede(Rollout rollout, String newer) {
    publisher.publishSuperseded(
        publisher.ref(rollout.command(), rollout.app()),
        rollout.createsRelease() ? rollout.release() : null,
        newer);
    remove(rollout); // only once it has its verdict
  }

  /** Has an application reconciled soon. */
  public void enqueue(AppRef app) {
    enqueue.accept(app);
  }

  @Nullable TrackedRollout get(AppRef app) {
    return byApp.get(app);
  }

  /** Whether this instance owns it, confirmed recently enough to act on it. */
  boolean holds(TrackedRollout active) {
    return ownership.holds(active.position());
  }

  void progressPublished(
      TrackedRollout active, Progress progress, @Nullable String waitingFor, Instant asOf) {
    byApp.replace(
        active.rollout().app(),
        active,
        new TrackedRollout(active.rollout(), progress, asOf, waitingFor, null));
  }

  void decided(TrackedRollout active, RolloutStatus.Ended status) {
    byApp.replace(
        active.rollout().app(),
        active,
        new TrackedRollout(
            active.rollout(),
            active.published(),
            active.publishedAt(),
            active.waitingFor(),
            status));
  }

  void remove(TrackedRollout active) {
    byApp.remove(active.rollout().app(), active);
  }

  /** Removes this roll-out, but not a newer one of the application. */
  void remove(Rollout rollout) {
    byApp.computeIfPresent(
        rollout.app(),
        (_, active) -> active.commandId().equals(rollout.command().commandId()) ? null : active);
  }

  Set<AppRef> apps() {
    return Set.copyOf(byApp.keySet());
  }
}
