/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.events.command.AppSpec.Limits;
import io.berth.events.command.Tier;
import org.junit.jupiter.api.Test;

class RequestsTest {

  private static final Limits LIMITS = new Limits(1000, 150_000_000);

  @Test
  void tiers_divideTheLimits() {
    assertThat(Requests.of(Tier.CRITICAL, LIMITS)).isEqualTo(new Requests(1000, 150_000_000));
    assertThat(Requests.of(Tier.STANDARD, LIMITS)).isEqualTo(new Requests(500, 100_000_000));
    assertThat(Requests.of(Tier.LOW, LIMITS)).isEqualTo(new Requests(200, 100_000_000));
    assertThat(Requests.of(Tier.BACKOFFICE, LIMITS)).isEqualTo(new Requests(100, 100_000_000));
  }

  @Test
  void smallLimits_neverReserveNothing() {
    assertThat(Requests.of(Tier.BACKOFFICE, new Limits(1, 4L * 1024 * 1024)).cpuMillis())
        .isEqualTo(1);
  }
}
