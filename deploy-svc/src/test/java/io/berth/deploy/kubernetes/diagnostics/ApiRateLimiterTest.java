/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kubernetes.diagnostics;

import static io.berth.deploy.testing.TestApps.CART;
import static io.berth.deploy.testing.TestApps.shop;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.events.AppRef;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ApiRateLimiterTest {

  private long nanos;
  private final ApiRateLimiter<AppRef> limiter = new ApiRateLimiter<>(() -> nanos);

  @Test
  void oneApplication_isAllowedEveryTwoSeconds() {
    assertThat(limiter.tryAcquire(CART)).isTrue();
    pass(Duration.ofMillis(1999));
    assertThat(limiter.tryAcquire(CART)).isFalse();
    pass(Duration.ofMillis(1));
    assertThat(limiter.tryAcquire(CART)).isTrue();
  }

  @Test
  @Tag("fault-A8")
  void allApplications_shareTwentyRequestsASecond_firstComeFirstServed() {
    List<AppRef> apps = IntStream.range(0, 200).mapToObj(app -> shop("app-" + app)).toList();
    List<AppRef> asked = new ArrayList<>();
    for (int tick = 0; tick < 10_000; tick += 10) {
      apps.stream().filter(limiter::tryAcquire).forEach(asked::add);
      pass(Duration.ofMillis(10));
      assertThat(asked).hasSizeLessThanOrEqualTo(1 + tick / 50);
    }

    assertThat(new HashSet<>(asked)).hasSize(200);
    assertThat(asked).hasSize(200).startsWith(apps.get(0), apps.get(1));
  }

  @Test
  void idleTime_doesNotAccumulate() {
    pass(Duration.ofMinutes(1));

    assertThat(limiter.tryAcquire(shop("one"))).isTrue();
    assertThat(limiter.tryAcquire(shop("two"))).isFalse();
    pass(ApiRateLimiter.BETWEEN_CALLS);
    assertThat(limiter.tryAcquire(shop("two"))).isTrue();
  }

  private void pass(Duration time) {
    nanos += time.toNanos();
  }
}
