/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kubernetes;

import io.berth.deploy.delivery.ClusterAway;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Calls that need not wait for each other. */
final class AtOnce {

  private AtOnce() {}

  /** Returns when all have ended; fails as the first of them in the list that failed. */
  static void run(List<Runnable> calls) {
    if (calls.size() == 1) {
      calls.getFirst().run();
      return;
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<? extends Future<?>> running = calls.stream().map(threads::submit).toList();
      for (Future<?> one : running) {
        one.get();
      }
    } catch (ExecutionException e) {
      throw unwrapped(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClusterAway("interrupted while the API server was asked", e);
    }
  }

  private static RuntimeException unwrapped(ExecutionException e) {
    switch (e.getCause()) {
      case RuntimeException failure -> throw failure;
      case Error error -> throw error;
      case null, default -> throw new IllegalStateException(e);
    }
  }
}
