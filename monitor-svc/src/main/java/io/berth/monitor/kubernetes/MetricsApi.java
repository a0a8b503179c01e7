/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.kubernetes;

import io.berth.monitor.observing.Quantities;
import io.berth.monitor.observing.Times;
import io.berth.monitor.sampling.ContainerRef;
import io.berth.monitor.sampling.Figure;
import io.fabric8.kubernetes.api.model.metrics.v1beta1.PodMetrics;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The figures of {@code metrics.k8s.io}, for nodes whose kubelet does not answer. */
final class MetricsApi {

  private static final Logger LOG = LoggerFactory.getLogger(MetricsApi.class);
  private static final Duration DISCOVERED_FOR = Duration.ofMinutes(1);

  private final KubernetesClient client;
  private final ExecutorService worker;
  private final Clock clock;
  private final MeterRegistry meters;
  private final AtomicBoolean underWay = new AtomicBoolean();
  private final AtomicBoolean failing = new AtomicBoolean();
  private volatile Map<ContainerRef, Figure> figures = Map.of();
  private volatile Instant discoveredAt = Instant.EPOCH;
  private volatile boolean there;

  MetricsApi(KubernetesClient client, ExecutorService worker, Clock clock, MeterRegistry meters) {
    this.client = client;
    this.worker = worker;
    this.clock = clock;
    this.meters = meters;
  }

  /** Asks unless it is still being asked. Does not wait. */
  void ask() {
    if (underWay.compareAndSet(false, true)) {
      worker.execute(
          () -> {
            try {
              figures = discovered() ? read() : Map.of();
              failing.set(false);
            } catch (RuntimeException e) {
              meters
                  .counter("berth.monitor.scrape.failures", "source", Figure.METRICS_API)
                  .increment();
              if (failing.compareAndSet(false, true)) {
                LOG.warn("metrics.k8s.io gives no figures: {}", e.getMessage());
              }
            } finally {
              underWay.set(false);
            }
          });
    }
  }

  Map<ContainerRef, Figure> figures() {
    return figures;
  }

  private boolean discovered() {
    Instant now = clock.instant();
    if (now.isAfter(discoveredAt.plus(DISCOVERED_FOR))) {
      there = client.getApiGroup("metrics.k8s.io") != null;
      discoveredAt = now;
    }
    return there;
  }

  private Map<ContainerRef, Figure> read() {
    Map<ContainerRef, Figure> all = new HashMap<>();
    for (PodMetrics pod : client.top().pods().metrics().getItems()) {
      Instant at = Times.read(pod.getTimestamp());
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
                      new Figure(
                          Quantities.cpuMillis(container.getUsage()),
                          Quantities.memoryBytes(container.getUsage()),
                          Objects.requireNonNullElse(at, clock.instant()),
                          window,
                          Figure.METRICS_API)));
    }
    return Map.copyOf(all);
  }
}
