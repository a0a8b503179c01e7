/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.kubernetes.metrics;

import io.berth.monitor.observation.ContainerRef;
import io.berth.monitor.observation.UsageSample;
import io.berth.monitor.sampling.CoverageCalculator;
import io.berth.monitor.sampling.MetricsCoverage;
import io.berth.monitor.sampling.MetricsSource;
import io.berth.monitor.sampling.ScrapeFailure.FailureKind;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Scrapes the metrics sources in their order: the sources of each node first, and the metrics API
 * while those leave a gap, or where it is the only source.
 */
public final class MetricsScraper implements AutoCloseable {

  private final List<MetricsSource> order;
  private final NodeScraper nodeScraper;
  private final MetricsApiClient metricsApi;
  private final Duration period;
  private final Clock clock;
  private final CoverageCalculator calculator;
  private volatile boolean incomplete;

  /**
   * @param client of the API server; closed by the caller
   * @param period from one scrape to the next
   */
  public MetricsScraper(
      KubeletSettings settings,
      KubernetesClient client,
      Duration period,
      Clock clock,
      MeterRegistry meters) {
    this.order = settings.sources();
    this.nodeScraper =
        new NodeScraper(NodeMetricsSourceFactory.of(settings, client, clock), clock, meters);
    this.metricsApi = new MetricsApiClient(client, clock, meters);
    this.period = period;
    this.clock = clock;
    this.calculator = new CoverageCalculator(order, maxAge());
  }

  /**
   * Samples older than this are ignored. A kubelet has a new one every 10 to 15 seconds, so two
   * missed ones are tolerated at most.
   */
  public Duration maxAge() {
    Duration twoPeriods = period.multipliedBy(2);
    return twoPeriods.compareTo(Duration.ofSeconds(40)) < 0 ? Duration.ofSeconds(40) : twoPeriods;
  }

  /** Starts a scrape; does not block. */
  public void scrape(Collection<Node> nodes) {
    nodeScraper.startScrape(nodes);
    if (order.contains(MetricsSource.METRICS_API) && (incomplete || anyWithoutAnswer(nodes))) {
      metricsApi.startScrape();
    }
  }

  /** The samples that have arrived so far. */
  public Map<ContainerRef, UsageSample> usages(Collection<Node> nodes) {
    Map<ContainerRef, UsageSample> usages = nodeScraper.usages();
    if (incomplete || anyWithoutAnswer(nodes)) {
      metricsApi
          .scrape()
          .usages()
          .forEach((ref, usage) -> usages.merge(ref, usage, MetricsScraper::newer));
    }
    return usages;
  }

  /** Which nodes have samples. */
  public MetricsCoverage coverage(Collection<Node> nodes, Collection<Pod> pods) {
    MetricsCoverage coverage =
        calculator.calculate(
            nodes, pods, nodeScraper.scrapes(), metricsApi.scrape(), clock.instant());
    incomplete =
        !coverage.gaps().isEmpty()
            || coverage.bypassed().stream()
                .anyMatch(gap -> gap.first().failure().kind() == FailureKind.NO_FIGURES);
    return coverage;
  }

  private boolean anyWithoutAnswer(Collection<Node> nodes) {
    Instant since = clock.instant().minus(period.multipliedBy(2));
    return !nodeScraper.withoutAnswerSince(nodes, since).isEmpty();
  }

  private static UsageSample newer(UsageSample kubelet, UsageSample api) {
    return api.at().isAfter(kubelet.at().plus(Duration.ofSeconds(30))) ? api : kubelet;
  }

  @Override
  public void close() {
    nodeScraper.close();
    metricsApi.close();
  }
}
