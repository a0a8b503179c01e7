/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.queue;

import static io.berth.deploy.planning.TestSnapshots.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class MonotonicClockTest {

  private final AtomicReference<Instant> wall = new AtomicReference<>(NOON);
  private final AtomicLong nanos = new AtomicLong();
  private final MonotonicClock time = new MonotonicClock(wall::get, nanos::get);

  @Test
  void commandTime_isUnaffectedByClockChanges() {
    time.asOf("c-1");

    pass(Duration.ofSeconds(10));
    wall.updateAndGet(now -> now.plus(Duration.ofHours(1)));
    assertThat(time.asOf("c-1")).isEqualTo(NOON.plusSeconds(10));

    wall.updateAndGet(now -> now.minus(Duration.ofHours(2)));
    pass(Duration.ofSeconds(5));
    assertThat(time.asOf("c-1")).isEqualTo(NOON.plusSeconds(15));
  }

  @Test
  void commandAfterAClockChange_hasTheNewTime() {
    time.asOf("c-1");
    wall.updateAndGet(now -> now.plus(Duration.ofHours(1)));

    assertThat(time.asOf("c-2")).isEqualTo(NOON.plus(Duration.ofHours(1)));
    assertThat(time.instant()).isEqualTo(NOON.plus(Duration.ofHours(1)));
  }

  private void pass(Duration some) {
    nanos.addAndGet(some.toNanos());
    wall.updateAndGet(now -> now.plus(some));
  }
}
