/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.kubernetes;

import io.berth.monitor.observing.Publications;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** All that this service does with a cluster: watches it, and samples its applications. */
public final class KubernetesWatch implements AutoCloseable {

  private static final Duration ROUND = Duration.ofMillis(100);

  /** A kubelet on a healthy node answers in less. */
  private static final Duration ANSWERED = Duration.ofMillis(700);

  /** Longer than any healthy kubelet takes; nobody waits meanwhile. */
  private static final Duration KUBELET_PATIENCE = Duration.ofSeconds(10);

  private final ClusterCache cache;
  private final ClusterObserver observer;
  private final Sampler sampler;
  private final Duration period;
  private final Clock clock;
  private final ScheduledExecutorService rounds =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("observer").factory());
  private final ScheduledExecutorService samples =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("sampler").factory());
  private final ExecutorService metricsWorker =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("metrics-api").factory());

  /**
   * @param cluster its name
   * @param client how to reach it; closed by its owner
   * @param publications where what was seen goes
   * @param period from one sample to the next
   */
  public KubernetesWatch(
      String cluster,
      KubernetesClient client,
      Publications publications,
      Duration period,
      Clock clock,
      MeterRegistry meters) {
    Changes changes = new Changes();
    Quarantine quarantine = new Quarantine(meters);
    this.cache = new ClusterCache(client, changes);
    this.observer = new ClusterObserver(cluster, cache, changes, publications, quarantine, clock);
    this.sampler =
        new Sampler(
            cluster,
            cache,
            new Kubelets(client, KUBELET_PATIENCE, clock, meters),
            new MetricsApi(client, metricsWorker, clock, meters),
            publications,
            quarantine,
            period,
            clock);
    this.period = period;
    this.clock = clock;
  }

  /** Begins; returns at once, also while the API server is away. */
  public void start() {
    cache.start();
    rounds.scheduleWithFixedDelay(observer::round, 0, ROUND.toMillis(), TimeUnit.MILLISECONDS);
    samples.scheduleAtFixedRate(this::ask, 0, period.toMillis(), TimeUnit.MILLISECONDS);
    samples.scheduleAtFixedRate(
        this::sample, ANSWERED.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void ask() {
    if (cache.synced()) {
      sampler.ask();
    }
  }

  private void sample() {
    if (observer.ready()) {
      sampler.sample();
    }
  }

  /** What is wrong with the watches; null while nothing is. */
  public @Nullable String problem() {
    Instant since = cache.silentSince(clock.instant());
    if (since == null) {
      return null;
    }
    String failure = cache.failure();
    return "not every watch is there since " + since + (failure == null ? "" : ", " + failure);
  }

  /** Whether all that was there at the start has been passed on. */
  public boolean ready() {
    return observer.ready();
  }

  @Override
  public void close() {
    rounds.shutdownNow();
    samples.shutdownNow();
    metricsWorker.shutdownNow();
    cache.close();
  }
}
