/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.delivery;

import io.berth.deploy.queue.NotOurs;
import io.berth.deploy.queue.Tenure;
import io.berth.events.AppRef;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is done without a record that asks for it: the next step of a roll-out, its way back, a wave
 * whose turn has come. Each in turn with the application's commands, once at a time, and only while
 * the command behind it is this instance's. Who sends for one looks again: what did not come about
 * is sent for again.
 */
public final class Errands {

  private static final Logger LOG = LoggerFactory.getLogger(Errands.class);

  private final Tenure tenure;
  private final BiConsumer<AppRef, Runnable> inTurn;
  private final Set<Object> going = ConcurrentHashMap.newKeySet();

  /**
   * @param inTurn runs a task of an application in turn with its commands
   */
  public Errands(Tenure tenure, BiConsumer<AppRef, Runnable> inTurn) {
    this.tenure = tenure;
    this.inTurn = inTurn;
  }

  /**
   * @param key of those with the same one only one is under way
   * @param position of the command behind it
   */
  void run(Object key, AppRef app, String position, Runnable task) {
    if (tenure.holds(position)) {
      run(
          key,
          app,
          () -> {
            tenure.check(position);
            task.run();
          });
    }
  }

  /**
   * One that looks for itself whether it is this instance's.
   *
   * @param key of those with the same one only one is under way
   */
  void run(Object key, AppRef app, Runnable task) {
    if (going.add(key)) {
      inTurn.accept(app, () -> attempt(key, task));
    }
  }

  private void attempt(Object key, Runnable task) {
    try {
      task.run();
    } catch (ClusterAway | ClusterRefused | Overtaken | NotOurs e) {
      LOG.warn("What is to be done for {} waits: {}", key, e.getMessage());
    } finally {
      going.remove(key);
    }
  }

  /** Whether there may be any for the command that was read there. */
  boolean ours(String position) {
    return tenure.owns(position);
  }
}
