/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor;

import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Says of a dependency what is wrong with it. */
final class MonitorHealth {

  private MonitorHealth() {}

  static HealthIndicator of(Supplier<Optional<String>> problem) {
    return () ->
        problem
            .get()
            .map(why -> Health.down().withDetail("problem", why).build())
            .orElseGet(() -> Health.up().build());
  }
}
