/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.scaling;

import io.berth.events.AppRef;
import io.berth.events.Check;
import io.berth.events.Event;
import java.time.Duration;
import java.util.List;

/**
 * How an application is scaled, in each of its clusters by itself. A null record (tombstone) ends
 * it.
 *
 * @param app the application
 * @param version grows with every change; an older one is ignored
 * @param mode whether its decisions are applied
 * @param clusters where it holds; empty for every cluster
 * @param minReplicas never fewer, at least 1
 * @param maxReplicas never more
 * @param metrics what is evaluated; the largest proposal wins; at least one
 * @param period the least time between two decisions; 15 seconds if left out
 * @param behavior how fast and how steadily
 * @param changedBy the author of this version
 */
public record ScalingPolicy(
    AppRef app,
    long version,
    Mode mode,
    List<String> clusters,
    int minReplicas,
    int maxReplicas,
    List<MetricTarget> metrics,
    Duration period,
    Behavior behavior,
    String changedBy)
    implements Event {

  /** What becomes of the decisions. */
  public enum Mode {
    /** They are applied. */
    ACTIVE,
    /** They are published and not applied. */
    SHADOW,
    /** None are made. */
    PAUSED
  }

  @SuppressWarnings("NullAway") // JSON may leave these out
  public ScalingPolicy {
    mode = mode == null ? Mode.ACTIVE : mode;
    clusters = clusters == null ? List.of() : List.copyOf(clusters);
    metrics = metrics == null ? List.of() : List.copyOf(metrics);
    period = period == null ? Duration.ofSeconds(15) : period;
    behavior = behavior == null ? Behavior.standard() : behavior;
    Check.that()
        .present("app", app)
        .atLeast("version", version, 1)
        .between("minReplicas", minReplicas, 1, 1000)
        .between("maxReplicas", maxReplicas, 1, 1000)
        .holds(
            minReplicas <= maxReplicas,
            "maxReplicas",
            Integer.toString(maxReplicas),
            "at least minReplicas, " + minReplicas)
        .notEmpty("metrics", metrics)
        .between("period", period, Duration.ofSeconds(1), Duration.ofHours(1))
        .line("changedBy", changedBy, 200)
        .orThrow();
  }

  /** Whether it is meant for a cluster. */
  public boolean holdsIn(String cluster) {
    return clusters.isEmpty() || clusters.contains(cluster);
  }

  @Override
  public String key() {
    return app.toString();
  }
}
