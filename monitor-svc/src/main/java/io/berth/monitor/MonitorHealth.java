/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor;

import io.berth.monitor.sampling.MetricsCoverage;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/** Health of the service's dependencies. */
final class MonitorHealth {

  /** Partially working: the process keeps running and stays ready. */
  static final Status DEGRADED = new Status("DEGRADED");

  private MonitorHealth() {}

  static HealthIndicator of(Supplier<Optional<String>> problem) {
    return () ->
        problem
            .get()
            .map(why -> Health.down().withDetail("problem", why).build())
            .orElseGet(() -> Health.up().build());
  }

  /**
   * The health of the metrics sources.
   *
   * @param coverage null before the first sample
   */
  static Health ofMetrics(@Nullable MetricsCoverage coverage) {
    if (coverage == null) {
      return Health.unknown().withDetail("nodes", "no node was asked yet").build();
    }
    Health.Builder health =
        coverage.incomplete()
            ? Health.status(DEGRADED).withDetail("problem", coverage.description())
            : Health.up();
    if (!coverage.remedy().isEmpty()) {
      health.withDetail("hint", coverage.remedy());
    }
    if (!coverage.bypassed().isEmpty()) {
      health.withDetail("bypassed", coverage.bypassedDescription());
    }
    return health.withDetail("nodes", coverage.counts()).build();
  }
}
