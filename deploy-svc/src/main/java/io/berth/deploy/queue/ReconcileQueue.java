/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.queue;

import io.berth.events.AppRef;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Applications whose objects changed or whose time has come. Each is reconciled by one thread at a
 * time, and waits at most once: changes that arrive while it is reconciled are coalesced.
 */
public final class ReconcileQueue implements AutoCloseable {

  private static final int MAX_CONCURRENT = 16;
  private static final int MAX_CONCURRENT_DEADLINES = 4;
  private static final long PAUSE_MS_PER_POD = 2;
  private static final long MAX_PAUSE_MS = 1000;

  private final KeyedExecutor<AppRef> apps =
      new KeyedExecutor<>("reconcile", MAX_CONCURRENT, this::pause);
  private final KeyedExecutor<String> deadlines =
      new KeyedExecutor<>("deadline", MAX_CONCURRENT_DEADLINES);
  private volatile @Nullable Reconciliation reconciliation;

  /**
   * What is done with the applications.
   *
   * @param cacheSynced whether the informers know every object
   * @param podCount how many pods an application has
   * @param reconcile one call at a time for each application
   */
  public record Reconciliation(
      BooleanSupplier cacheSynced, ToIntFunction<AppRef> podCount, Consumer<AppRef> reconcile) {}

  /** Begins to reconcile. */
  public void start(Reconciliation started) {
    reconciliation = started;
  }

  /**
   * Does nothing before the start, and before the informers have synced: then every application is
   * enqueued anyway.
   */
  public void enqueue(AppRef app) {
    Reconciliation started = reconciliation;
    if (started != null && started.cacheSynced().getAsBoolean()) {
      apps.submitCoalesced(app, () -> started.reconcile().accept(app));
    }
  }

  /** Runs what a passed deadline asks for, however many applications wait to be reconciled. */
  public void enqueueDeadline(String commandId, Runnable task) {
    deadlines.submitCoalesced(commandId, task);
  }

  /** Applications that changed while they were being reconciled. */
  public int depth() {
    return apps.waiting();
  }

  /**
   * Reconciling costs as much as there are pods, and many pods change without end. Few pods make no
   * noticeable delay, and no pause is longer than the time between two ticks.
   */
  private Duration pause(AppRef app) {
    Reconciliation started = reconciliation;
    int pods = started == null ? 0 : started.podCount().applyAsInt(app);
    return Duration.ofMillis(Math.min(MAX_PAUSE_MS, PAUSE_MS_PER_POD * pods));
  }

  @Override
  public void close() {
    apps.close();
    deadlines.close();
  }
}
