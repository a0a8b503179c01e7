/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.kubernetes;

import io.berth.monitor.kubernetes.metrics.KubeletSettings;
import io.berth.monitor.kubernetes.metrics.MetricsScraper;
import io.berth.monitor.observation.ObservationPublisher;
import io.berth.monitor.sampling.MetricsCoverage;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Watches a cluster and samples the CPU and memory of its applications. */
public final class KubernetesWatch implements AutoCloseable {

  private static final Duration ROUND_INTERVAL = Duration.ofMillis(100);

  /** Time for the kubelets to respond; those of healthy nodes need less. */
  private static final Duration SCRAPE_DURATION = Duration.ofMillis(700);

  private final InformerClusterView cache;
  private final ClusterObserver observer;
  private final MetricsScraper scraper;
  private final Sampler sampler;
  private final Duration period;
  private final Clock clock;
  private final ScheduledExecutorService rounds =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("observer").factory());
  private final ScheduledExecutorService samples =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("sampler").factory());

  /**
   * @param cluster its name
   * @param client of its API server; closed by the caller
   * @param publisher of observations
   * @param period from one sample to the next
   * @param kubelets settings of the metrics sources
   */
  public KubernetesWatch(
      String cluster,
      KubernetesClient client,
      ObservationPublisher publisher,
      Duration period,
      KubeletSettings kubelets,
      Clock clock,
      MeterRegistry meters) {
    ChangeQueue changes = new ChangeQueue();
    MalformedObjectGuard guard = new MalformedObjectGuard(meters);
    this.cache = new InformerClusterView(client, changes);
    this.observer = new ClusterObserver(cluster, cache, changes, publisher, guard, clock);
    this.scraper = new MetricsScraper(kubelets, client, period, clock, meters);
    this.sampler = new Sampler(cluster, cache, scraper, publisher, guard, clock);
    this.period = period;
    this.clock = clock;
  }

  /** Starts in the background, even while the API server is unreachable. */
  public void start() {
    cache.start();
    rounds.scheduleWithFixedDelay(
        observer::round, 0, ROUND_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    samples.scheduleAtFixedRate(this::scrape, 0, period.toMillis(), TimeUnit.MILLISECONDS);
    samples.scheduleAtFixedRate(
        this::sample, SCRAPE_DURATION.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void scrape() {
    if (cache.synced()) {
      sampler.scrape();
    }
  }

  private void sample() {
    if (observer.ready()) {
      sampler.publishSamples();
    }
  }

  /** Why the watches are not connected; null while they are. */
  public @Nullable String problem() {
    Instant since = cache.disconnectedSince(clock.instant());
    if (since == null) {
      return null;
    }
    String failure = cache.failure();
    return "not every watch is connected since " + since + (failure == null ? "" : ", " + failure);
  }

  /** The metrics coverage of the last sample; null before the first. */
  public @Nullable MetricsCoverage coverage() {
    return sampler.coverage();
  }

  /** Whether the initial state of the cluster was published. */
  public boolean ready() {
    return observer.ready();
  }

  @Override
  public void close() {
    rounds.shutdownNow();
    samples.shutdownNow();
    scraper.close();
    cache.close();
  }
}
