/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.rollout;

import io.berth.deploy.cluster.AppCache;
import io.berth.deploy.cluster.Cluster;
import io.berth.deploy.operations.ClusterContext;
import io.berth.deploy.operations.OperationLog;
import io.berth.deploy.operations.OperationLog.OpenCommand;
import io.berth.deploy.operations.OperationPublisher;
import io.berth.deploy.planning.CommandFencing;
import io.berth.deploy.planning.ObservedApp;
import io.berth.deploy.queue.InternalTasks;
import io.berth.deploy.queue.PartitionOwnership;
import io.berth.events.operation.OperationRef;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * After a start, and whenever partitions are assigned: recovers the commands that another instance
 * left without a verdict. The caches may not have its last writes yet, so the API server is asked
 * before anything is published.
 */
public final class RolloutRecovery {

  /**
   * Older commands have their verdict, even where the operations topic does not reach back to it.
   */
  public static final Duration HORIZON = Duration.ofDays(8);

  private final AppCache cache;
  private final Cluster cluster;
  private final OperationLog operations;
  private final RolloutTracker tracker;
  private final OperationPublisher publisher;
  private final InternalTasks tasks;
  private final PartitionOwnership ownership;
  private final InstantSource clock;
  private final Map<String, OpenCommand> unresolved = new ConcurrentHashMap<>();

  public RolloutRecovery(
      ClusterContext context,
      RolloutTracker tracker,
      InternalTasks tasks,
      PartitionOwnership ownership) {
    this.cache = context.cache();
    this.cluster = context.cluster();
    this.operations = context.operations();
    this.tracker = tracker;
    this.tasks = tasks;
    this.ownership = ownership;
    this.clock = context.clock();
    this.publisher = context.publisher();
  }

  /**
   * Called when the informers have synced.
   *
   * @param open what had no verdict before the first new command was handled
   */
  public void run(List<OpenCommand> open) {
    Instant horizon = clock.instant().minus(HORIZON);
    cache.all().stream()
        .filter(app -> !operations.isConcluded(app.lastCommand().commandId()))
        .filter(app -> app.lastCommand().deadline().isAfter(horizon))
        .map(Rollout::of)
        .forEach(tracker::resume);
    open.forEach(each -> unresolved.put(each.commandId(), each));
    retry();
  }

  /** Checks each command, until the API server has answered and no Remove is in progress. */
  public void retry() {
    unresolved.values().forEach(open -> tasks.submit(open, open.app(), () -> resolve(open)));
  }

  private void resolve(OpenCommand open) {
    if (!operations.isConcluded(open.commandId())) {
      ObservedApp live = cluster.observe(open.app()).orElse(null);
      if (live == null && operations.isRemoving(open.app())) {
        return; // until it has ended: it tells of this one, unless it ends without deleting
      }
      if (live == null) {
        publishVanished(open);
      } else if (live.lastCommand().commandId().equals(open.commandId())) {
        tracker.resume(Rollout.of(live));
      } else if (ownership.holds(live.lastCommand().position())) {
        publishSuperseded(open, live);
      }
    }
    unresolved.remove(open.commandId());
  }

  private void publishVanished(OpenCommand open) {
    if (open.isRollout() && ownership.isResponsibleFor(open.app())) {
      publisher.publishVanished(open);
    }
  }

  /** A command without a roll-out gets its verdict when it is redelivered. */
  private void publishSuperseded(OpenCommand open, ObservedApp now) {
    OperationRef ref = publisher.ref(open);
    String newer = now.lastCommand().commandId();
    if (newer.equals(open.commandId() + CommandFencing.ROLLBACK)) {
      publisher.publishRolledBack(ref, null, null, null, newer);
    } else if (open.isRollout()) {
      publisher.publishSuperseded(ref, null, newer);
    }
  }
}
