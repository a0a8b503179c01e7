/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.rollout;

import io.berth.deploy.cluster.AppCache;
import io.berth.deploy.cluster.Cluster;
import io.berth.deploy.cluster.ClusterRejectedException;
import io.berth.deploy.cluster.StaleWriteException;
import io.berth.deploy.planning.ClusterSnapshot;
import io.berth.deploy.planning.ObservedApp;
import io.berth.deploy.planning.ObservedApp.RolloutStage;
import io.berth.deploy.planning.Plan;
import io.berth.deploy.queue.InternalTasks;
import io.berth.events.AppRef;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies the steps, in order with commands, and only while the state that was decided on is still
 * live.
 */
final class StageWriter {

  private static final Logger LOG = LoggerFactory.getLogger(StageWriter.class);

  private final Cluster cluster;
  private final AppCache cache;
  private final RolloutTracker tracker;
  private final InternalTasks tasks;
  private final Map<AppRef, RuntimeException> rejections = new ConcurrentHashMap<>();

  StageWriter(Cluster cluster, AppCache cache, RolloutTracker tracker, InternalTasks tasks) {
    this.cluster = cluster;
    this.cache = cache;
    this.tracker = tracker;
    this.tasks = tasks;
  }

  /** Makes a plan from the current state. */
  interface StagePlanner {
    Plan.Apply plan(ObservedApp fresh, ClusterSnapshot snapshot);
  }

  void submit(ObservedApp seen, StagePlanner next) {
    submitTask(
        seen,
        () -> {
          try {
            write(seen, next);
            rejections.remove(seen.app());
          } catch (ClusterRejectedException | StaleWriteException e) {
            rejections.put(seen.app(), e);
            throw e;
          }
        });
  }

  /**
   * Why the last step could not be written: a {@link ClusterRejectedException}, or a {@link
   * StaleWriteException} where a newer command wrote in part and was rejected then. Empty where it
   * was written, or the API server was away.
   */
  Optional<RuntimeException> rejection(AppRef app) {
    return Optional.ofNullable(rejections.get(app));
  }

  void forget(AppRef app) {
    rejections.remove(app);
  }

  private void submitTask(ObservedApp live, Runnable task) {
    tasks.submit(live.app(), live.app(), live.lastCommand().position(), task);
  }

  private void write(ObservedApp seen, StagePlanner next) {
    ClusterSnapshot snapshot = cluster.snapshot(seen.app());
    ObservedApp live = snapshot.live();
    if (live != null
        && live.lastCommand().equals(seen.lastCommand())
        && Objects.equals(live.stage(), seen.stage())) {
      requireReleases(live, snapshot);
      ObservedApp written = cluster.apply(next.plan(live, snapshot));
      LOG.info(
          "Command {} ({}) for {} in {} {} its roll-out: {}",
          seen.lastCommand().commandId(),
          seen.lastCommand().verb(),
          seen.app(),
          cache.identity().name(),
          isAborted(written) ? "aborted" : "advanced",
          describe(written));
      tracker.track(Rollout.of(written));
    }
  }

  private static boolean isAborted(ObservedApp written) {
    return written.stage() == null && written.abortReason() != null;
  }

  /** A step writes the whole application again, from its release and from the one beside it. */
  private static void requireReleases(ObservedApp live, ClusterSnapshot snapshot) {
    RolloutStage stage = live.stage();
    Stream.of(live.release(), stage == null ? live.release() : stage.release())
        .filter(number -> snapshot.releases().number(number).isEmpty())
        .findFirst()
        .ifPresent(
            number -> {
              String message = "release " + number + " of " + live.app() + " is not kept any more";
              throw new ClusterRejectedException(message, new IllegalStateException(message));
            });
  }

  private static String describe(ObservedApp written) {
    RolloutStage stage = written.stage();
    return stage == null
        ? "release " + written.release() + " runs alone"
        : "%s of release %d at step %d"
            .formatted(stage.track().label(), stage.release(), stage.step() + 1);
  }

  /** Whether there is a parallel Deployment that no step asks for. */
  boolean hasLeftovers(ObservedApp live) {
    return !leftovers(live).isEmpty();
  }

  private List<String> leftovers(ObservedApp live) {
    return cache.parallels(live.app()).stream()
        .map(beside -> beside.getMetadata().getName())
        .filter(name -> !isExpected(live, name))
        .toList();
  }

  private static boolean isExpected(ObservedApp live, String name) {
    return live.stage() != null && live.stage().name().equals(name);
  }

  /** Deletes parallel Deployments once the application's own is complete. */
  void cleanUp(ObservedApp live) {
    if (ReplicaCounts.isSettled(live.deployment())) {
      leftovers(live).forEach(name -> submitTask(live, () -> delete(live.app(), name)));
    }
  }

  private void delete(AppRef app, String name) {
    cluster
        .observe(app)
        .filter(live -> ReplicaCounts.isSettled(live.deployment()) && !isExpected(live, name))
        .ifPresent(live -> cluster.deleteParallel(app, name, live.lastCommand()));
  }
}
