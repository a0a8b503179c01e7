/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kubernetes;

import io.berth.deploy.cluster.ClusterUnavailableException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs independent calls concurrently. */
final class ParallelCalls {

  private ParallelCalls() {}

  /** Returns when all have ended; throws the failure of the first failed call in list order. */
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
      throw new ClusterUnavailableException("interrupted while the API server was asked", e);
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
