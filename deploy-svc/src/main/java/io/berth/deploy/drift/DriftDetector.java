/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.drift;

import io.berth.deploy.cluster.AppCache;
import io.berth.deploy.cluster.Cluster;
import io.berth.deploy.cluster.ClusterRejectedException;
import io.berth.deploy.cluster.ClusterUnavailableException;
import io.berth.deploy.operations.ClusterContext;
import io.berth.deploy.operations.OperationLog;
import io.berth.deploy.planning.ObservedApp;
import io.berth.deploy.queue.InternalTasks;
import io.berth.deploy.queue.MonotonicClock;
import io.berth.events.AppRef;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Detects external changes to fields that Berth set, publishes each once, and reverts them where
 * the application asks for self-heal. Compares objects only when they changed without a command.
 *
 * <p>Reverts in the key order of the application's commands, and while none of them is open: a
 * comparison made meanwhile is about objects that a command is writing or deleting.
 */
public final class DriftDetector {

  private static final Logger LOG = LoggerFactory.getLogger(DriftDetector.class);

  /** The clock's key for self-heal pauses: setting the wall clock does not lengthen them. */
  private static final String HEALING = "healing";

  private final AppCache cache;
  private final Cluster cluster;
  private final OperationLog operations;
  private final ObjectComparison comparison;
  private final DriftLog log;
  private final MonotonicClock clock;
  private final InternalTasks tasks;
  private final Map<AppRef, LastCheck> lastChecks = new ConcurrentHashMap<>();
  private final Map<AppRef, SelfHealBackoff> backoffs = new ConcurrentHashMap<>();
  private final Set<AppRef> pendingApps = ConcurrentHashMap.newKeySet();

  /** The last check: after which command, at which fingerprint. */
  private record LastCheck(String commandId, String shape) {}

  /** The task that reverts an application's drift. */
  private record RevertTask(AppRef app) {}

  /**
   * @param tasks runs a revert in order with the application's commands
   */
  public DriftDetector(
      ClusterContext context, ObjectComparison comparison, DriftLog log, InternalTasks tasks) {
    this.cache = context.cache();
    this.cluster = context.cluster();
    this.operations = context.operations();
    this.comparison = comparison;
    this.log = log;
    this.clock = context.clock();
    this.tasks = tasks;
  }

  /** Applications whose drift is to be reverted later. */
  public Set<AppRef> pendingApps() {
    return Set.copyOf(pendingApps);
  }

  /** To be called by one thread at a time for each application. */
  public void check(AppRef app) {
    Optional<ObservedApp> live = cache.find(app);
    if (live.isEmpty()) {
      lastChecks.remove(app);
      pendingApps.remove(app);
      log.forget(app);
      return;
    }
    try {
      check(live.get());
    } catch (ClusterUnavailableException | ClusterRejectedException e) {
      // The next change, or the next start, checks again.
      lastChecks.remove(app);
      LOG.warn(
          "Application {} in {}: drift check failed and will be repeated: {}",
          app,
          cache.identity().name(),
          e.getMessage());
    }
  }

  private void check(ObservedApp live) {
    if (live.isTerminating()) {
      pendingApps.remove(live.app());
      return;
    }
    LastCheck now = new LastCheck(live.lastCommand().commandId(), comparison.fingerprint(live));
    LastCheck before = lastChecks.put(live.app(), now);
    if (now.equals(before) && !pendingApps.contains(live.app())) {
      return;
    }
    List<Drift> drifts = drifts(live, before);
    if (!drifts.isEmpty() && operations.isRemoving(live.app())) {
      pendingApps.add(live.app()); // a Remove deletes it; if it fails, the drift counts
    } else {
      publishChanges(live, now, drifts);
    }
  }

  /** Right after a command nothing has drifted: it set every field, whoever owned it before. */
  private List<Drift> drifts(ObservedApp live, @Nullable LastCheck before) {
    boolean changed = before != null && before.commandId().equals(live.lastCommand().commandId());
    boolean leftBehind = before == null && !log.open(live.app()).isEmpty();
    return changed || leftBehind || comparison.hasForeignChanges(live)
        ? comparison.drifts(live)
        : List.of();
  }

  private void publishChanges(ObservedApp live, LastCheck now, List<Drift> drifts) {
    DriftChanges changes = DriftChanges.between(log.open(live.app()), drifts);
    changes.ended().forEach(drift -> log.publish(live, drift, now.shape(), true));
    changes.started().forEach(drift -> log.publish(live, drift, now.shape(), false));
    if (drifts.isEmpty() || !comparison.isSelfHealing(live)) {
      pendingApps.remove(live.app());
    } else {
      heal(live, drifts);
    }
  }

  private void heal(ObservedApp live, List<Drift> drifts) {
    AppRef app = live.app();
    pendingApps.add(app); // until a check finds no drift
    if (backoff(app).isDue(clock.asOf(HEALING)) && !hasOpenCommand(app)) {
      tasks.submit(
          new RevertTask(app), app, live.lastCommand().position(), () -> revert(live, drifts));
    }
  }

  private SelfHealBackoff backoff(AppRef app) {
    return backoffs.getOrDefault(app, SelfHealBackoff.initial());
  }

  private boolean hasOpenCommand(AppRef app) {
    return operations.isRemoving(app)
        || operations.open().stream().anyMatch(open -> open.app().equals(app));
  }

  /** Commands that were handled since the check may have written or deleted the objects. */
  private void revert(ObservedApp checked, List<Drift> drifts) {
    AppRef app = checked.app();
    Optional<ObservedApp> now =
        cluster
            .observe(app)
            .filter(live -> live.lastCommand().equals(checked.lastCommand()))
            .filter(live -> !live.isTerminating() && !hasOpenCommand(app));
    if (now.isEmpty()) {
      return; // the next check decides
    }
    backoffs.put(app, backoff(app).next(clock.asOf(HEALING)));
    comparison.restore(now.get());
    LOG.info(
        "Application {} in {}: reverted {} (self-heal)",
        app,
        cache.identity().name(),
        drifts.stream().map(Drift::field).distinct().toList());
  }
}
