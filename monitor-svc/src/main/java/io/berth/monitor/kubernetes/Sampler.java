/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.kubernetes;

import io.berth.events.metrics.ResourceSample;
import io.berth.monitor.kubernetes.metrics.MetricsScraper;
import io.berth.monitor.observation.ClusterView;
import io.berth.monitor.observation.ContainerRef;
import io.berth.monitor.observation.ObservationPublisher;
import io.berth.monitor.observation.OwnerResolver;
import io.berth.monitor.observation.ResourceSampleFactory;
import io.berth.monitor.observation.Subject;
import io.berth.monitor.observation.UsageSample;
import io.berth.monitor.sampling.MetricsCoverage;
import io.berth.monitor.sampling.UsageObservations;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes one sample per application and period. It starts the scrapes, and shortly after
 * publishes what has arrived by then, so that a slow or unreachable source delays no other.
 */
final class Sampler {

  private static final Logger LOG = LoggerFactory.getLogger(Sampler.class);

  private final String cluster;
  private final ClusterView view;
  private final MetricsScraper scraper;
  private final ObservationPublisher publisher;
  private final MalformedObjectGuard guard;
  private final Clock clock;
  private final OwnerResolver owners;
  private final ResourceSampleFactory maker;
  private final MetricsCoverageReporter reporter;

  Sampler(
      String cluster,
      ClusterView view,
      MetricsScraper scraper,
      ObservationPublisher publisher,
      MalformedObjectGuard guard,
      Clock clock) {
    this.cluster = cluster;
    this.view = view;
    this.scraper = scraper;
    this.publisher = publisher;
    this.guard = guard;
    this.clock = clock;
    this.owners = new OwnerResolver(cluster, view);
    this.maker = new ResourceSampleFactory(cluster, scraper.maxAge());
    this.reporter = new MetricsCoverageReporter(cluster, new SubjectChangeFilter(publisher));
  }

  /** The metrics coverage of the last sample; null before the first. */
  @Nullable MetricsCoverage coverage() {
    return reporter.coverage();
  }

  /** Starts a scrape; never throws. */
  void scrape() {
    try {
      scraper.scrape(view.nodes());
    } catch (RuntimeException e) {
      LOG.warn(
          "Cluster {}: scrape skipped, next attempt in the next interval: {}",
          cluster,
          e.toString());
    }
  }

  /** Publishes the samples that have arrived; never throws. */
  void publishSamples() {
    try {
      Instant now = clock.instant();
      Collection<Node> nodes = view.nodes();
      Map<ContainerRef, UsageSample> usages = scraper.usages(nodes);
      MetricsCoverage coverage = scraper.coverage(nodes, view.pods());
      reporter.report(coverage, now);
      Map<Subject, List<Pod>> pods = new HashMap<>();
      for (Pod pod : view.pods()) {
        guard.run(pod, p -> pods.computeIfAbsent(owners.of(p), _ -> new ArrayList<>()).add(p));
      }
      for (Deployment deployment : view.deployments()) {
        if (OwnerResolver.isManagedByBerth(deployment)) {
          guard.run(deployment, d -> publish(d, pods, usages, coverage, now));
        }
      }
    } catch (RuntimeException e) {
      LOG.warn(
          "Cluster {}: samples not published, next attempt in the next interval: {}",
          cluster,
          e.toString());
    }
  }

  private void publish(
      Deployment deployment,
      Map<Subject, List<Pod>> pods,
      Map<ContainerRef, UsageSample> usages,
      MetricsCoverage coverage,
      Instant now) {
    Subject subject =
        Subject.deployment(
            cluster, deployment.getMetadata().getNamespace(), deployment.getMetadata().getName());
    ResourceSample sample =
        maker.sample(
            deployment, pods.getOrDefault(subject, List.of()), usages, coverage::failuresOf, now);
    publisher.publishSample(sample);
    publisher.publishObservation(subject, UsageObservations.of(sample));
  }
}
