/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.bench.deploy;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Watches the objects of commands and records when each was first observed: by the same clock and
 * the same watch, whichever client wrote them.
 */
final class ObjectWatcher implements AutoCloseable {

  private static final long QUIET_NANOS = TimeUnit.MILLISECONDS.toNanos(300);
  private static final long MAX_WAIT_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final Map<String, ObservedTimes> observations = new ConcurrentHashMap<>();
  private volatile long lastChange = System.nanoTime();
  private final List<Watch> watches;

  /**
   * @param first when the first object of the command was observed, by {@link System#nanoTime}
   * @param complete when its Deployment was observed, which is the last one
   */
  record ObservedTimes(CompletableFuture<Long> first, CompletableFuture<Long> complete) {}

  ObjectWatcher(KubernetesClient client) {
    this.watches =
        List.of(
            client
                .apps()
                .controllerRevisions()
                .inNamespace(BenchApplication.NAMESPACE)
                .watch(new TimestampWatcher<>()),
            client
                .apps()
                .deployments()
                .inNamespace(BenchApplication.NAMESPACE)
                .watch(new TimestampWatcher<>()),
            client.pods().inNamespace(BenchApplication.NAMESPACE).watch(new TimestampWatcher<>()));
  }

  ObservedTimes of(String commandId) {
    return observations.computeIfAbsent(
        commandId, _ -> new ObservedTimes(new CompletableFuture<>(), new CompletableFuture<>()));
  }

  /**
   * Waits until nothing has changed for a while: controllers still work on the latest writes, on
   * the same cores, and would distort the next measurement.
   */
  void awaitQuiet() {
    long begin = System.nanoTime();
    lastChange = begin;
    for (long now = begin;
        now - lastChange < QUIET_NANOS && now - begin < MAX_WAIT_NANOS;
        now = System.nanoTime()) {
      LockSupport.parkNanos(QUIET_NANOS / 10);
    }
  }

  private void observe(HasMetadata object) {
    long now = System.nanoTime();
    lastChange = now;
    Map<String, String> annotations = object.getMetadata().getAnnotations();
    String commandId = annotations == null ? null : annotations.get("berth.io/command-id");
    if (commandId != null) {
      ObservedTimes observation = of(commandId);
      observation.first().complete(now);
      if (object instanceof Deployment) {
        observation.complete().complete(now);
      }
    }
  }

  private final class TimestampWatcher<T extends HasMetadata> implements Watcher<T> {
    @Override
    public void eventReceived(Action action, T object) {
      observe(object);
    }

    @Override
    public void onClose(WatcherException cause) {
      throw new IllegalStateException("a watch ended: the figures would be wrong", cause);
    }
  }

  @Override
  public void close() {
    watches.forEach(Watch::close);
  }
}
