/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.metrics;

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
 * @param window over which CPU was averaged
 * @param source {@code kubelet} or {@code metrics.k8s.io}
 * @param specReplicas {@code spec.replicas} of the Deployment at that time
 * @param rollingOut whether a roll-out was running at that time
 * @param pods every pod that the application owns, also those without figures
 */
public record ResourceSample(
    ClusterAppRef app,
    Instant sampledAt,
    Duration window,
    String source,
    int specReplicas,
    boolean rollingOut,
    List<PodSample> pods)
    implements MetricSample {
  public ResourceSample {
    Check.that()
        .present("app", app)
        .present("sampledAt", sampledAt)
        .present("window", window)
        .text("source", source, 100)
        .atLeast("specReplicas", specReplicas, 0)
        .present("pods", pods)
        .orThrow();
    pods = List.copyOf(pods);
  }
}
