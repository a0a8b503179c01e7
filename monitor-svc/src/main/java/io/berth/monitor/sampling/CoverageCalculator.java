/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.sampling;

import io.berth.monitor.observation.ContainerRef;
import io.berth.monitor.observation.KubernetesTimes;
import io.berth.monitor.observation.LongRunningContainers;
import io.berth.monitor.observation.PodSnapshotReader;
import io.berth.monitor.observation.SubjectReader;
import io.berth.monitor.observation.UsageSample;
import io.berth.monitor.sampling.MetricsCoverage.CoverageGap;
import io.berth.monitor.sampling.MetricsCoverage.FailedSource;
import io.berth.monitor.sampling.ScrapeFailure.FailureKind;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Determines from the scrapes which nodes have samples. */
public final class CoverageCalculator {

  /** A kubelet has samples of a pod that was ready for this long. */
  private static final Duration SETTLED = Duration.ofSeconds(90);

  private final List<MetricsSource> sources;
  private final Duration maxAge;

  /**
   * @param sources in the order in which they are scraped
   * @param maxAge samples older than this are ignored
   */
  public CoverageCalculator(List<MetricsSource> sources, Duration maxAge) {
    this.sources = List.copyOf(sources);
    this.maxAge = maxAge;
  }

  /** The coverage of the last scrapes. */
  public MetricsCoverage calculate(
      Collection<Node> nodes,
      Collection<Pod> pods,
      Map<String, NodeScrape> scrapes,
      MetricsApiScrape metricsApi,
      Instant now) {
    Map<String, List<Pod>> settled =
        pods.stream()
            .filter(pod -> settled(pod, now))
            .collect(Collectors.groupingBy(pod -> pod.getSpec().getNodeName()));
    CoverageCounts counts = new CoverageCounts();
    for (Node node : nodes) {
      String name = node.getMetadata().getName();
      if (!SubjectReader.isReady(node)) {
        counts.notReady++;
        continue;
      }
      counts.ready++;
      counts.add(
          name,
          resultOf(
              scrapes.getOrDefault(name, NodeScrape.NONE),
              metricsApi,
              settled.getOrDefault(name, List.of()),
              now));
    }
    return new MetricsCoverage(
        counts.ready,
        counts.notReady,
        counts.waiting,
        gaps(counts.gaps),
        gaps(counts.bypassed),
        metricsApi.failure());
  }

  /** The result for one node; without failures it has samples. */
  private record NodeResult(boolean waiting, boolean bypassed, List<FailedSource> failures) {
    static final NodeResult COVERED = new NodeResult(false, false, List.of());
    static final NodeResult WAITING = new NodeResult(true, false, List.of());

    static NodeResult failed(MetricsSource source, ScrapeFailure failure) {
      return new NodeResult(false, false, List.of(new FailedSource(source, failure)));
    }

    /** The same failures, of a node whose samples come from another source. */
    NodeResult asBypassed() {
      return new NodeResult(false, !failures.isEmpty(), failures);
    }
  }

  private NodeResult resultOf(
      NodeScrape scrape, MetricsApiScrape metricsApi, List<Pod> pods, Instant now) {
    NodeResult nodeResult = ofNodeSources(scrape, pods, now);
    if (nodeResult.failures().isEmpty() && !nodeResult.waiting()) {
      return failures(scrape).asBypassed();
    }
    if (!sources.contains(MetricsSource.METRICS_API) || !metricsApi.asked()) {
      return nodeResult;
    }
    ScrapeFailure failure = metricsApi.failure();
    if (failure == null && (pods.isEmpty() || anyUsage(pods, metricsApi.usages(), now))) {
      return nodeResult.asBypassed();
    }
    return sources.getFirst() == MetricsSource.METRICS_API
        ? NodeResult.failed(
            MetricsSource.METRICS_API,
            failure == null ? ScrapeFailure.of(FailureKind.NO_FIGURES) : failure)
        : nodeResult;
  }

  /** The result by the sources of single nodes. */
  private NodeResult ofNodeSources(NodeScrape scrape, List<Pod> pods, Instant now) {
    MetricsSource answeredBy = scrape.answeredBy();
    if (answeredBy != null && !scrape.answeredAt().plus(maxAge).isBefore(now)) {
      return pods.isEmpty() || anyUsage(pods, scrape.usages().usages(), now)
          ? NodeResult.COVERED
          : NodeResult.failed(answeredBy, ScrapeFailure.of(FailureKind.NO_FIGURES));
    }
    return scrape.failures().isEmpty() ? NodeResult.WAITING : failures(scrape);
  }

  private static NodeResult failures(NodeScrape scrape) {
    return new NodeResult(
        false,
        false,
        scrape.failures().entrySet().stream()
            .map(failure -> new FailedSource(failure.getKey(), failure.getValue()))
            .toList());
  }

  private boolean anyUsage(List<Pod> pods, Map<ContainerRef, UsageSample> usages, Instant now) {
    return pods.stream()
        .flatMap(
            pod ->
                LongRunningContainers.of(pod).stream()
                    .map(
                        container ->
                            new ContainerRef(
                                pod.getMetadata().getNamespace(),
                                pod.getMetadata().getName(),
                                container.getName())))
        .map(usages::get)
        .anyMatch(usage -> usage != null && !usage.at().plus(maxAge).isBefore(now));
  }

  private static boolean settled(Pod pod, Instant now) {
    PodCondition ready = PodSnapshotReader.condition(pod, "Ready");
    if (ready == null
        || !"True".equals(ready.getStatus())
        || pod.getSpec() == null
        || pod.getSpec().getNodeName() == null
        || pod.getMetadata().getDeletionTimestamp() != null) {
      return false;
    }
    Instant since = KubernetesTimes.read(ready.getLastTransitionTime());
    return since != null && since.plus(SETTLED).isBefore(now);
  }

  /** Gaps with the most nodes first. */
  private static List<CoverageGap> gaps(
      Map<MetricsSource, Map<FailureKind, TreeMap<String, List<FailedSource>>>> by) {
    return by.values().stream()
        .flatMap(kinds -> kinds.values().stream())
        .map(nodes -> new CoverageGap(nodes.firstEntry().getValue(), List.copyOf(nodes.keySet())))
        .sorted(Comparator.comparingInt((CoverageGap gap) -> gap.nodes().size()).reversed())
        .toList();
  }

  /** Accumulates the results of the nodes. */
  private static final class CoverageCounts {
    private int ready;
    private int notReady;
    private int waiting;
    private final Map<MetricsSource, Map<FailureKind, TreeMap<String, List<FailedSource>>>> gaps =
        new EnumMap<>(MetricsSource.class);
    private final Map<MetricsSource, Map<FailureKind, TreeMap<String, List<FailedSource>>>>
        bypassed = new EnumMap<>(MetricsSource.class);

    private void add(String node, NodeResult result) {
      if (result.waiting()) {
        waiting++;
      } else if (!result.failures().isEmpty()) {
        FailedSource first = result.failures().getFirst();
        (result.bypassed() ? bypassed : gaps)
            .computeIfAbsent(first.source(), _ -> new EnumMap<>(FailureKind.class))
            .computeIfAbsent(first.failure().kind(), _ -> new TreeMap<>())
            .put(node, result.failures());
      }
    }
  }
}
