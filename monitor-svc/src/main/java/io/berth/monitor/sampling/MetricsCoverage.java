/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.sampling;

import static java.util.stream.Collectors.joining;

import io.berth.events.metrics.ResourceSample.SourceFailure;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which nodes of a cluster have samples, and why the others have none. Nodes that are not ready are
 * not expected to: they have their own alert.
 *
 * @param ready number of ready nodes
 * @param notReady number of other nodes
 * @param waiting number of ready nodes without a completed scrape
 * @param gaps ready nodes without samples, grouped by reason
 * @param bypassed the same for nodes whose samples come from a later source
 * @param metricsApi failure of the metrics API; null where it succeeded or was not scraped
 */
public record MetricsCoverage(
    int ready,
    int notReady,
    int waiting,
    List<CoverageGap> gaps,
    List<CoverageGap> bypassed,
    @Nullable ScrapeFailure metricsApi) {

  private static final int MAX_NAMES = 3;
  private static final int MAX_NODES = 5;
  private static final int MAX_REASON_LENGTH = 1000;

  /**
   * A source that failed.
   *
   * @param source that failed
   * @param failure its reason
   */
  public record FailedSource(MetricsSource source, ScrapeFailure failure) {
    private String description() {
      return source.text() + ": " + failure.reason();
    }
  }

  /**
   * Nodes for which the same source failed for the same reason.
   *
   * @param failures of the first of these nodes, in the order in which the sources were scraped
   * @param nodes by name
   */
  public record CoverageGap(List<FailedSource> failures, List<String> nodes) {
    public CoverageGap {
      failures = List.copyOf(failures);
      nodes = List.copyOf(nodes);
    }

    /** The source that was scraped first. */
    public FailedSource first() {
      return failures.getFirst();
    }

    /** Such as {@code kubelets of node-1, node-2 and 5 more: no answer in time}. */
    private String description() {
      String who =
          switch (first().source()) {
            case KUBELET -> (nodes.size() == 1 ? "kubelet of " : "kubelets of ") + names();
            case API_SERVER_PROXY -> "API server's proxy to " + names();
            case METRICS_API -> first().source().text();
          };
      return who + ": " + reasons();
    }

    private String reasons() {
      return first().failure().reason()
          + failures.stream().skip(1).map(then -> "; " + then.description()).collect(joining());
    }

    private String names() {
      String some = String.join(", ", nodes.subList(0, Math.min(nodes.size(), MAX_NAMES)));
      return nodes.size() <= MAX_NAMES
          ? some
          : some + " and " + (nodes.size() - MAX_NAMES) + " more";
    }
  }

  public MetricsCoverage {
    gaps = List.copyOf(gaps);
    bypassed = List.copyOf(bypassed);
  }

  /** Number of ready nodes without samples. */
  public int failing() {
    return gaps.stream().mapToInt(gap -> gap.nodes().size()).sum();
  }

  /** Whether too few scrapes have completed for a statement about the cluster. */
  public boolean starting() {
    return waiting * 2 > ready;
  }

  /** Whether nodes lack samples and somebody has to act. */
  public boolean incomplete() {
    return !gaps.isEmpty() || (ready == 0 && notReady > 0);
  }

  /** A summary in one sentence, without the remedy. */
  public String description() {
    if (gaps.isEmpty()) {
      return bypassed.isEmpty()
          ? answering()
          : answering() + "; not by their first source: " + joined(bypassed);
    }
    return failing()
        + " of "
        + ready
        + (failing() == 1 ? " nodes gives" : " nodes give")
        + " no figures of CPU and memory: "
        + joined(gaps)
        + metricsApiDescription();
  }

  private String answering() {
    if (ready == 0) {
      return notReady == 0 ? "the cluster has no nodes" : "none of " + notReady + " nodes is ready";
    }
    return waiting == 0
        ? "all of " + ready + " nodes give figures"
        : (ready - waiting)
            + " of "
            + ready
            + " nodes give figures, the others were only just asked";
  }

  private String metricsApiDescription() {
    boolean said = gaps.stream().anyMatch(gap -> gap.first().source() == MetricsSource.METRICS_API);
    return metricsApi == null || said
        ? ""
        : "; " + MetricsSource.METRICS_API.text() + ": " + metricsApi.reason();
  }

  /** Why samples of some nodes come from another source than the first. */
  public String bypassedDescription() {
    return joined(bypassed);
  }

  private static String joined(List<CoverageGap> gaps) {
    return gaps.stream().map(CoverageGap::description).collect(joining("; "));
  }

  /** Such as {@code 1 of 3 nodes gives figures}. */
  public String counts() {
    int giving = ready - waiting - failing();
    return giving
        + " of "
        + ready
        + (giving == 1 ? " nodes gives figures" : " nodes give figures")
        + (notReady == 0 ? "" : "; " + notReady + " more not ready");
  }

  /** How to fix it, one sentence for each reason; empty where nothing is wrong. */
  public String remedy() {
    return gaps.stream()
        .flatMap(gap -> gap.failures().stream())
        .map(failed -> RemediationHints.of(failed.source(), failed.failure().kind()))
        .distinct()
        .collect(joining(" "));
  }

  /** The failures on the nodes of a sample's pods. */
  public List<SourceFailure> failuresOf(Collection<String> nodesOfPods) {
    List<SourceFailure> failures = new ArrayList<>();
    for (CoverageGap gap : gaps) {
      TreeSet<String> theirs = new TreeSet<>(gap.nodes());
      theirs.retainAll(nodesOfPods);
      if (!theirs.isEmpty()) {
        failures.add(
            new SourceFailure(
                gap.first().source().text(),
                truncate(gap.reasons() + metricsApiDescription()),
                theirs.stream().limit(MAX_NODES).toList(),
                theirs.size()));
      }
    }
    return failures;
  }

  private static String truncate(String text) {
    return text.length() <= MAX_REASON_LENGTH
        ? text
        : text.substring(0, MAX_REASON_LENGTH - 1) + "…";
  }
}
