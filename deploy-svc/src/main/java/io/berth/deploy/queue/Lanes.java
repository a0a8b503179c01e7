/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.queue;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks of one key one after the other, those of different keys side by side up to a bound.
 *
 * @param <K> what must stay in order together
 */
public final class Lanes<K> implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Lanes.class);

  private final Map<K, Queue<Runnable>> lanes = new HashMap<>();
  private final Semaphore bound;
  private final ExecutorService threads;
  private final Function<K, Duration> rest;

  /**
   * @param name of the threads
   * @param atOnce how many keys may be busy at the same time, at least 1
   */
  public Lanes(String name, int atOnce) {
    this(name, atOnce, _ -> Duration.ZERO);
  }

  /**
   * @param rest how long nothing is done for a key behind each of its tasks; others are not held up
   */
  public Lanes(String name, int atOnce, Function<K, Duration> rest) {
    this.rest = rest;
    this.bound = new Semaphore(atOnce);
    this.threads =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name(name + "-", 0).factory());
  }

  public void submit(K key, Runnable task) {
    submit(key, task, Integer.MAX_VALUE);
  }

  /**
   * @param mostWaiting where as many of its key wait already, it is not to be done
   */
  private void submit(K key, Runnable task, int mostWaiting) {
    synchronized (lanes) {
      Queue<Runnable> lane = lanes.get(key);
      if (lane != null) {
        if (lane.size() < mostWaiting) {
          lane.add(task);
        }
        return;
      }
      lanes.put(key, new ArrayDeque<>());
    }
    threads.execute(() -> drain(key, task));
  }

  /** Like {@link #submit}, but not where one of its key waits already: all of a key do the same. */
  public void nudge(K key, Runnable task) {
    submit(key, task, 1);
  }

  /** How many tasks stand behind others of their key. */
  public int waiting() {
    synchronized (lanes) {
      return lanes.values().stream().mapToInt(Queue::size).sum();
    }
  }

  private void drain(K key, Runnable first) {
    for (Runnable task = first; task != null; task = next(key)) {
      try {
        bound.acquire();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
      try {
        task.run();
      } catch (RuntimeException e) {
        LOG.error("A task of {} failed: {}", key, e.getMessage(), e);
      } finally {
        bound.release();
      }
      LockSupport.parkNanos(rest.apply(key).toNanos());
    }
  }

  private @Nullable Runnable next(K key) {
    synchronized (lanes) {
      Queue<Runnable> lane = lanes.get(key);
      Runnable task = lane == null ? null : lane.poll();
      if (task == null) {
        lanes.remove(key);
      }
      return task;
    }
  }

  /** Interrupts what runs and forgets what waits. */
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
