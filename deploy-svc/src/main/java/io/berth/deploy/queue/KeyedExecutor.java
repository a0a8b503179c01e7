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
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks of one key in order, those of different keys concurrently up to a limit.
 *
 * @param <K> tasks with the same key run in order
 */
public final class KeyedExecutor<K> implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(KeyedExecutor.class);

  private final Map<K, Queue<Runnable>> queues = new HashMap<>();
  private final Semaphore permits;
  private final ExecutorService threads;
  private final Function<K, Duration> pause;

  /**
   * @param name of the threads
   * @param maxConcurrent how many keys may run at the same time, at least 1
   */
  public KeyedExecutor(String name, int maxConcurrent) {
    this(name, maxConcurrent, _ -> Duration.ZERO);
  }

  /**
   * @param pause how long a key rests after each of its tasks; other keys are not delayed
   */
  public KeyedExecutor(String name, int maxConcurrent, Function<K, Duration> pause) {
    this.pause = pause;
    this.permits = new Semaphore(maxConcurrent);
    this.threads =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name(name + "-", 0).factory());
  }

  public void submit(K key, Runnable task) {
    submit(key, task, Integer.MAX_VALUE);
  }

  /**
   * @param maxWaiting where as many tasks of the key are queued already, the task is dropped
   */
  private void submit(K key, Runnable task, int maxWaiting) {
    synchronized (queues) {
      Queue<Runnable> queue = queues.get(key);
      if (queue != null) {
        if (queue.size() < maxWaiting) {
          queue.add(task);
        }
        return;
      }
      queues.put(key, new ArrayDeque<>());
    }
    try {
      threads.execute(() -> drain(key, task));
    } catch (RejectedExecutionException e) {
      LOG.debug("Dropped a task of {} submitted after shutdown", key, e);
    }
  }

  /**
   * Like {@link #submit}, but at most one task of each key is queued: all tasks of a key do the
   * same.
   */
  public void submitCoalesced(K key, Runnable task) {
    submit(key, task, 1);
  }

  /** How many tasks are queued behind others of their key. */
  public int waiting() {
    synchronized (queues) {
      return queues.values().stream().mapToInt(Queue::size).sum();
    }
  }

  private void drain(K key, Runnable first) {
    for (Runnable task = first; task != null; task = next(key)) {
      try {
        permits.acquire();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
      try {
        task.run();
      } catch (RuntimeException e) {
        LOG.error("Task of {} failed: {}", key, e.getMessage(), e);
      } finally {
        permits.release();
      }
      LockSupport.parkNanos(pause.apply(key).toNanos());
    }
  }

  private @Nullable Runnable next(K key) {
    synchronized (queues) {
      Queue<Runnable> queue = queues.get(key);
      Runnable task = queue == null ? null : queue.poll();
      if (task == null) {
        queues.remove(key);
      }
      return task;
    }
  }

  /** Interrupts running tasks, and drops queued and later ones. */
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
