/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.kubernetes.metrics;

import io.berth.monitor.observation.ContainerRef;
import io.berth.monitor.observation.KubernetesTimes;
import io.berth.monitor.observation.Quantities;
import io.berth.monitor.observation.UsageSample;
import io.berth.monitor.sampling.MetricsApiScrape;
import io.berth.monitor.sampling.MetricsSource;
import io.berth.monitor.sampling.ScrapeFailure;
import io.berth.monitor.sampling.ScrapeFailure.FailureKind;
import io.fabric8.kubernetes.api.model.metrics.v1beta1.PodMetrics;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;

/** Reads {@code metrics.k8s.io}, for nodes without samples from another source. */
final class MetricsApiClient implements AutoCloseable {

  private static final Duration DISCOVERY_INTERVAL = Duration.ofMinutes(1);

  private final KubernetesClient client;
  private final ExecutorService worker =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("metrics-api").factory());
  private final Clock clock;
  private final MeterRegistry meters;
  private final AtomicBoolean inProgress = new AtomicBoolean();
  private volatile MetricsApiScrape scrape = MetricsApiScrape.NONE;
  private volatile Instant discoveredAt = Instant.EPOCH;
  private volatile boolean available;

  MetricsApiClient(KubernetesClient client, Clock clock, MeterRegistry meters) {
    this.client = client;
    this.clock = clock;
    this.meters = meters;
  }

  /** Starts a scrape unless one is in progress. Does not block. */
  void startScrape() {
    if (inProgress.compareAndSet(false, true)) {
      worker.execute(
          () -> {
            try {
              scrape =
                  isInstalled()
                      ? new MetricsApiScrape(true, read(), null)
                      : failed(ScrapeFailure.of(FailureKind.NOT_INSTALLED));
            } catch (KubernetesClientException e) {
              scrape = failed(countFailure(ScrapeFailures.ofMetricsApi(e)));
            } catch (RuntimeException e) {
              scrape = failed(countFailure(ScrapeFailures.of(e)));
            } finally {
              inProgress.set(false);
            }
          });
    }
  }

  /** Keeps the last samples, which expire by their age. */
  private MetricsApiScrape failed(ScrapeFailure why) {
    return new MetricsApiScrape(true, scrape.usages(), why);
  }

  private ScrapeFailure countFailure(ScrapeFailure why) {
    meters
        .counter(
            "berth.monitor.scrape.failures",
            "source",
            MetricsSource.METRICS_API.text(),
            "kind",
            why.kind().name())
        .increment();
    return why;
  }

  /** The result of the last scrape. */
  MetricsApiScrape scrape() {
    return scrape;
  }

  @Override
  public void close() {
    worker.shutdownNow();
  }

  private boolean isInstalled() {
    Instant now = clock.instant();
    if (now.isAfter(discoveredAt.plus(DISCOVERY_INTERVAL))) {
      available = client.getApiGroup("metrics.k8s.io") != null;
      discoveredAt = now;
    }
    return available;
  }

  private Map<ContainerRef, UsageSample> read() {
    Map<ContainerRef, UsageSample> all = new HashMap<>();
    for (PodMetrics pod : client.top().pods().metrics().getItems()) {
      Instant at = KubernetesTimes.read(pod.getTimestamp());
      Duration window =
          pod.getWindow() == null || pod.getWindow().getDuration() == null
              ? Duration.ZERO
              : pod.getWindow().getDuration();
      pod.getContainers()
          .forEach(
              container ->
                  all.put(
                      new ContainerRef(
                          pod.getMetadata().getNamespace(),
                          pod.getMetadata().getName(),
                          container.getName()),
                      new UsageSample(
                          Quantities.cpuMillis(container.getUsage()),
                          Quantities.memoryBytes(container.getUsage()),
                          Objects.requireNonNullElse(at, clock.instant()),
                          window,
                          UsageSample.METRICS_API)));
    }
    return Map.copyOf(all);
  }
}
