/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.kubernetes.metrics;

import io.berth.monitor.observation.ContainerRef;
import io.berth.monitor.observation.UsageSample;
import io.berth.monitor.sampling.MetricsSource;
import io.berth.monitor.sampling.NodeScrape;
import io.berth.monitor.sampling.ScrapeFailure;
import io.fabric8.kubernetes.api.model.Node;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Scrapes each node from the first source that answers. Nodes are scraped concurrently; none waits
 * for another.
 */
final class NodeScraper implements AutoCloseable {

  private final List<NodeMetricsSource> sources;
  private final Clock clock;
  private final MeterRegistry meters;
  private final Map<String, NodeScrape> scrapes = new ConcurrentHashMap<>();
  private final Set<String> inProgress = ConcurrentHashMap.newKeySet();

  /**
   * @param sources in the order in which they are tried
   */
  NodeScraper(List<NodeMetricsSource> sources, Clock clock, MeterRegistry meters) {
    this.sources = List.copyOf(sources);
    this.clock = clock;
    this.meters = meters;
  }

  /** Starts scraping every node without a scrape in progress. Does not block. */
  void startScrape(Collection<Node> nodes) {
    if (sources.isEmpty()) {
      return;
    }
    Set<String> present = new HashSet<>();
    for (Node node : nodes) {
      String name = node.getMetadata().getName();
      present.add(name);
      if (inProgress.add(name)) {
        startScrape(node, 0, new LinkedHashMap<>());
      }
    }
    scrapes.keySet().retainAll(present);
    sources.forEach(source -> source.retain(nodes));
  }

  private void startScrape(Node node, int index, Map<MetricsSource, ScrapeFailure> failed) {
    NodeMetricsSource source = sources.get(index);
    scrapeSafely(source, node)
        .whenComplete(
            (text, failure) -> {
              if (failure == null) {
                Instant now = clock.instant();
                complete(node, scrape -> scrape.answered(source.source(), text, now, failed));
                return;
              }
              ScrapeFailure why = ScrapeFailures.of(failure);
              count(source.source(), why);
              failed.put(source.source(), why);
              if (index + 1 < sources.size()) {
                startScrape(node, index + 1, failed);
              } else {
                complete(node, scrape -> scrape.failed(failed));
              }
            });
  }

  /** Turns an exception of the call into a failed future. */
  private static CompletableFuture<String> scrapeSafely(NodeMetricsSource source, Node node) {
    try {
      return source.scrape(node);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private void complete(Node node, UnaryOperator<NodeScrape> change) {
    String name = node.getMetadata().getName();
    scrapes.compute(name, (_, before) -> change.apply(before == null ? NodeScrape.NONE : before));
    inProgress.remove(name);
  }

  private void count(MetricsSource source, ScrapeFailure why) {
    meters
        .counter(
            "berth.monitor.scrape.failures", "source", source.text(), "kind", why.kind().name())
        .increment();
  }

  /** The last scrape of each node, by its name. */
  Map<String, NodeScrape> scrapes() {
    return Map.copyOf(scrapes);
  }

  /** The samples of all nodes. */
  Map<ContainerRef, UsageSample> usages() {
    Map<ContainerRef, UsageSample> all = new HashMap<>();
    scrapes.values().forEach(scrape -> all.putAll(scrape.usages().usages()));
    return all;
  }

  @Override
  public void close() {
    sources.forEach(NodeMetricsSource::close);
  }

  /** Nodes for which no source answered since then. */
  Set<String> withoutAnswerSince(Collection<Node> nodes, Instant since) {
    return nodes.stream()
        .map(node -> node.getMetadata().getName())
        .filter(name -> !scrapes.getOrDefault(name, NodeScrape.NONE).answeredAt().isAfter(since))
        .collect(Collectors.toSet());
  }
}
