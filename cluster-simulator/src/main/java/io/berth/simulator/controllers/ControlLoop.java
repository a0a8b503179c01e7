/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.controllers;

import io.berth.simulator.store.ApiException;
import io.berth.simulator.store.ApiResource;
import io.berth.simulator.store.ApiResources;
import io.berth.simulator.store.Store;
import io.berth.simulator.store.StoreChange;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * One thread that runs every controller after a change, and at least each second; the kubelets more
 * often, for they live by the clock. A conflict or a vanished object is no error: the next pass
 * sees it.
 */
public final class ControlLoop implements AutoCloseable {

  private static final Logger LOG = System.getLogger(ControlLoop.class.getName());
  private static final long TICK_MILLIS = 50;
  private static final int TICKS_PER_PASS = 20;

  /** Before each pass: a pass looks at every object, so changes of one moment share it. */
  private static final long PAUSE_MILLIS = 20;

  /**
   * The next pass waits as long as the last one took, so that a full cluster leaves half a core.
   */
  private static final Duration LONGEST_WAIT = Duration.ofMillis(500);

  private static final Set<ApiResource> QUIET = Set.of(ApiResources.EVENTS, ApiResources.LEASES);

  private final List<Controller> controllers;
  private final Controller kubelets;
  private final Clock clock;
  private final Thread thread;
  private final AutoCloseable watch;
  private boolean dirty = true;
  private volatile boolean stopped;

  /**
   * @param kubelets runs on every tick
   */
  public ControlLoop(Store store, Clock clock, List<Controller> controllers, Controller kubelets) {
    this.clock = clock;
    this.controllers = List.copyOf(controllers);
    this.kubelets = kubelets;
    this.watch = store.watch(store.version(), this::changed);
    this.thread = Thread.ofPlatform().name("cluster-control-loop").daemon().unstarted(this::run);
  }

  public void start() {
    thread.start();
  }

  private synchronized void changed(StoreChange change) {
    if (!QUIET.contains(change.key().resource())) {
      dirty = true;
      notifyAll();
    }
  }

  private void run() {
    int ticks = 0;
    boolean changed = false;
    long notBefore = System.nanoTime();
    while (!stopped) {
      changed |= awaitChange();
      ticks++;
      if ((changed || ticks >= TICKS_PER_PASS) && System.nanoTime() - notBefore >= 0) {
        ticks = 0;
        changed = false;
        long began = System.nanoTime();
        controllers.forEach(this::pass);
        long ended = System.nanoTime();
        notBefore = ended + Math.min(ended - began, LONGEST_WAIT.toNanos());
      }
      pass(kubelets);
    }
  }

  private boolean awaitChange() {
    try {
      Thread.sleep(PAUSE_MILLIS);
      return awaitChange(TICK_MILLIS - PAUSE_MILLIS);
    } catch (InterruptedException e) {
      stopped = true;
      return false;
    }
  }

  private synchronized boolean awaitChange(long millis) throws InterruptedException {
    if (!dirty) {
      wait(millis);
    }
    boolean was = dirty;
    dirty = false;
    return was;
  }

  private void pass(Controller controller) {
    Instant now = clock.instant();
    try {
      controller.reconcile(now);
    } catch (ApiException e) {
      LOG.log(
          Level.DEBUG,
          () -> controller.getClass().getSimpleName() + " tries again: " + e.getMessage());
      synchronized (this) {
        dirty = true;
      }
    } catch (RuntimeException e) {
      LOG.log(
          Level.WARNING, controller.getClass().getSimpleName() + " failed; it is tried again", e);
    }
  }

  @Override
  public void close() throws Exception {
    stopped = true;
    thread.interrupt();
    watch.close();
    thread.join(2000);
  }
}
