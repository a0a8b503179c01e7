/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.metrics;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.berth.events.Check;
import io.berth.events.ClusterAppRef;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * CPU and memory of every pod of an application at one time, with requests and limits.
 *
 * @param app where and which
 * @param sampledAt when
 * @param window over which CPU was averaged, up to 24 hours
 * @param source {@code kubelet} or {@code metrics.k8s.io}
 * @param specReplicas {@code spec.replicas} of the Deployment at that time
 * @param rollingOut whether a roll-out was running at that time
 * @param pods every pod that the application owns, also those without metrics
 * @param failures why nodes with pods of the application gave no figures, one entry per reason;
 *     left out where every node gave some
 */
public record ResourceSample(
    ClusterAppRef app,
    Instant sampledAt,
    Duration window,
    String source,
    int specReplicas,
    boolean rollingOut,
    List<PodSample> pods,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<SourceFailure> failures)
    implements MetricSample {

  /**
   * Why some nodes have no metrics.
   *
   * @param source that was asked: {@code kubelet}, {@code apiserver-proxy} or {@code
   *     metrics.k8s.io}
   * @param reason what went wrong, in words
   * @param nodes the first of these nodes by name, at most 5
   * @param nodeCount how many nodes there are with this reason
   */
  public record SourceFailure(String source, String reason, List<String> nodes, int nodeCount) {
    public SourceFailure {
      nodes = Check.listOrEmpty(nodes);
      Check.that()
          .text("source", source, 100)
          .text("reason", reason, 1000)
          .atLeast("nodeCount", nodeCount, nodes.size())
          .orThrow();
    }
  }

  /** A sample of nodes that all gave figures. */
  public ResourceSample(
      ClusterAppRef app,
      Instant sampledAt,
      Duration window,
      String source,
      int specReplicas,
      boolean rollingOut,
      List<PodSample> pods) {
    this(app, sampledAt, window, source, specReplicas, rollingOut, pods, List.of());
  }

  public ResourceSample {
    Check.that()
        .present("app", app)
        .present("sampledAt", sampledAt)
        .time("sampledAt", sampledAt)
        .between("window", window, Duration.ZERO, Duration.ofHours(24))
        .text("source", source, 100)
        .atLeast("specReplicas", specReplicas, 0)
        .present("pods", pods)
        .orThrow();
    pods = List.copyOf(pods);
    failures = Check.listOrEmpty(failures);
  }
}
