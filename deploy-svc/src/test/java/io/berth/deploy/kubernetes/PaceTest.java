/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kubernetes;

import static io.berth.deploy.Apps.CART;
import static io.berth.deploy.Apps.shop;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.events.AppRef;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PaceTest {

  private long nanos;
  private final Pace pace = new Pace(() -> nanos);

  @Test
  void oneApplication_asksAtOnce_andEveryTwoSeconds() {
    assertThat(pace.turn(CART)).isTrue();
    pass(Duration.ofMillis(1999));
    assertThat(pace.turn(CART)).isFalse();
    pass(Duration.ofMillis(1));
    assertThat(pace.turn(CART)).isTrue();
  }

  @Test
  void A8_wholeClusterInTrouble_asksTwentyTimesASecond_eachInItsTurn() {
    List<AppRef> apps = IntStream.range(0, 200).mapToObj(app -> shop("app-" + app)).toList();
    List<AppRef> asked = new ArrayList<>();
    for (int tick = 0; tick < 10_000; tick += 10) {
      apps.stream().filter(pace::turn).forEach(asked::add);
      pass(Duration.ofMillis(10));
      assertThat(asked).hasSizeLessThanOrEqualTo(1 + tick / 50);
    }

    assertThat(new HashSet<>(asked)).hasSize(200);
    assertThat(asked).hasSize(200).startsWith(apps.get(0), apps.get(1));
  }

  @Test
  void quietTime_isNotSavedUp() {
    pass(Duration.ofMinutes(1));

    assertThat(pace.turn(shop("one"))).isTrue();
    assertThat(pace.turn(shop("two"))).isFalse();
    pass(Pace.OF_ALL);
    assertThat(pace.turn(shop("two"))).isTrue();
  }

  private void pass(Duration time) {
    nanos += time.toNanos();
  }
}
