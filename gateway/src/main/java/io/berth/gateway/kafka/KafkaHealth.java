/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.kafka;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Says whether Kafka answers and the board shows everything. */
public final class KafkaHealth implements HealthIndicator {

  private final BoardReader reader;

  public KafkaHealth(BoardReader reader) {
    this.reader = reader;
  }

  @Override
  public Health health() {
    String trouble = reader.trouble();
    if (trouble != null) {
      return Health.down().withDetail("reason", trouble).build();
    }
    return reader.caughtUp()
        ? Health.up().build()
        : Health.outOfService().withDetail("reason", "catching up with the topics").build();
  }
}
