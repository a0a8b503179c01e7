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
 * When the objects of a command were first seen by a third party that watches: the same clock, the
 * same eyes, whoever wrote them.
 */
final class Sightings implements AutoCloseable {

  private static final long STILL = TimeUnit.MILLISECONDS.toNanos(300);
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(2);

  private final Map<String, Sighting> sightings = new ConcurrentHashMap<>();
  private volatile long lastNews = System.nanoTime();
  private final List<Watch> watches;

  /**
   * @param first when the first object of the command was seen, by {@link System#nanoTime}
   * @param whole when its Deployment was seen, which is the last one
   */
  record Sighting(CompletableFuture<Long> first, CompletableFuture<Long> whole) {}

  Sightings(KubernetesClient client) {
    this.watches =
        List.of(
            client
                .apps()
                .controllerRevisions()
                .inNamespace(Applications.NAMESPACE)
                .watch(new Eyes<>()),
            client.apps().deployments().inNamespace(Applications.NAMESPACE).watch(new Eyes<>()),
            client.pods().inNamespace(Applications.NAMESPACE).watch(new Eyes<>()));
  }

  Sighting of(String commandId) {
    return sightings.computeIfAbsent(
        commandId, _ -> new Sighting(new CompletableFuture<>(), new CompletableFuture<>()));
  }

  /**
   * Waits until nothing has changed for a while: the controllers go on working on what was written
   * last, on the same cores, and the next one would be measured with that.
   */
  void rest() {
    long begin = System.nanoTime();
    lastNews = begin;
    for (long now = begin;
        now - lastNews < STILL && now - begin < PATIENCE;
        now = System.nanoTime()) {
      LockSupport.parkNanos(STILL / 10);
    }
  }

  private void note(HasMetadata object) {
    long now = System.nanoTime();
    lastNews = now;
    Map<String, String> marks = object.getMetadata().getAnnotations();
    String commandId = marks == null ? null : marks.get("berth.io/command-id");
    if (commandId != null) {
      Sighting sighting = of(commandId);
      sighting.first().complete(now);
      if (object instanceof Deployment) {
        sighting.whole().complete(now);
      }
    }
  }

  private final class Eyes<T extends HasMetadata> implements Watcher<T> {
    @Override
    public void eventReceived(Action action, T object) {
      note(object);
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
