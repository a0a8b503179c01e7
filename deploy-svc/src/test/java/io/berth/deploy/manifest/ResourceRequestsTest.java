/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.events.command.AppSpec.Limits;
import io.berth.events.command.Tier;
import org.junit.jupiter.api.Test;

class ResourceRequestsTest {

  private static final Limits LIMITS = new Limits(1000, 150_000_000);

  @Test
  void requests_areDerivedFromLimitsAndTier() {
    assertThat(ResourceRequests.of(Tier.CRITICAL, LIMITS))
        .isEqualTo(new ResourceRequests(1000, 150_000_000));
    assertThat(ResourceRequests.of(Tier.STANDARD, LIMITS))
        .isEqualTo(new ResourceRequests(500, 100_000_000));
    assertThat(ResourceRequests.of(Tier.LOW, LIMITS))
        .isEqualTo(new ResourceRequests(200, 100_000_000));
    assertThat(ResourceRequests.of(Tier.BACKOFFICE, LIMITS))
        .isEqualTo(new ResourceRequests(100, 100_000_000));
  }

  @Test
  void requests_areNeverZero() {
    assertThat(ResourceRequests.of(Tier.BACKOFFICE, new Limits(1, 4L * 1024 * 1024)).cpuMillis())
        .isEqualTo(1);
  }
}
