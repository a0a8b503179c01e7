/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.queue;

import io.berth.deploy.cluster.ClusterRejectedException;
import io.berth.deploy.cluster.ClusterUnavailableException;
import io.berth.deploy.cluster.StaleWriteException;
import io.berth.events.AppRef;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs work that no record triggers (next rollout step, rollback, due wave): in the application's
 * key order, at most once per key, and only while this instance owns the partition. Failed tasks
 * are dropped; the caller resubmits on its next tick.
 */
public final class InternalTasks {

  private static final Logger LOG = LoggerFactory.getLogger(InternalTasks.class);

  private final PartitionOwnership ownership;
  private final BiConsumer<AppRef, Runnable> inKeyOrder;
  private final Set<Object> running = ConcurrentHashMap.newKeySet();

  /**
   * @param inKeyOrder runs a task of an application in order with its commands
   */
  public InternalTasks(PartitionOwnership ownership, BiConsumer<AppRef, Runnable> inKeyOrder) {
    this.ownership = ownership;
    this.inKeyOrder = inKeyOrder;
  }

  /**
   * @param key of tasks with the same key only one runs or waits
   * @param position of the command behind it
   */
  public void submit(Object key, AppRef app, String position, Runnable task) {
    if (ownership.holds(position)) {
      submit(
          key,
          app,
          () -> {
            ownership.requireHeld(position);
            task.run();
          });
    }
  }

  /**
   * Submits a task that checks ownership itself.
   *
   * @param key of tasks with the same key only one runs or waits
   */
  public void submit(Object key, AppRef app, Runnable task) {
    if (running.add(key)) {
      inKeyOrder.accept(app, () -> attempt(key, task));
    }
  }

  private void attempt(Object key, Runnable task) {
    try {
      task.run();
    } catch (ClusterUnavailableException
        | ClusterRejectedException
        | StaleWriteException
        | PartitionLostException e) {
      LOG.warn("Internal task of {} failed and will be rescheduled: {}", key, e.getMessage());
    } finally {
      running.remove(key);
    }
  }

  /** Whether this instance owns the command that was read at that position. */
  public boolean owns(String position) {
    return ownership.owns(position);
  }
}
