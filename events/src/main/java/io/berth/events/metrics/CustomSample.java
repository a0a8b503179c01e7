/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.metrics;

import io.berth.events.Check;
import io.berth.events.ClusterAppRef;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A custom metric of an application: per pod, or one value for the whole.
 *
 * @param app where and which
 * @param sampledAt when
 * @param source who measured it
 * @param metric its name, such as {@code http_requests_per_second}
 * @param valueMillis the whole application's value in thousandths; null where it is per pod
 * @param podValuesMillis each pod's value in thousandths, by pod name
 */
public record CustomSample(
    ClusterAppRef app,
    Instant sampledAt,
    String source,
    String metric,
    @Nullable Long valueMillis,
    Map<String, Long> podValuesMillis)
    implements MetricSample {
  @SuppressWarnings("NullAway") // JSON may leave it out
  public CustomSample {
    podValuesMillis = podValuesMillis == null ? Map.of() : Map.copyOf(podValuesMillis);
    Check.that()
        .present("app", app)
        .present("sampledAt", sampledAt)
        .time("sampledAt", sampledAt)
        .text("source", source, 100)
        .text("metric", metric, 200)
        .holds(
            valueMillis != null || !podValuesMillis.isEmpty(),
            "valueMillis",
            "nothing, and no podValuesMillis",
            "one of the two")
        .orThrow();
  }
}
