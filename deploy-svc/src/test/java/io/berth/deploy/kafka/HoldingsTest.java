/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.deploy.queue.NotOurs;
import io.berth.events.AppRef;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class HoldingsTest {

  private static final TopicPartition ONE = new TopicPartition("t1.berth.commands", 1);
  private static final String IN_ONE = "berth.commands-1:7";

  private final AtomicLong nanos = new AtomicLong(1);
  private final Holdings holdings = new Holdings(nanos::get);

  @Test
  void gainedPartition_isHeld_othersAreNot() {
    holdings.gain(List.of(ONE), 2);

    assertThat(holdings.holds(IN_ONE)).isTrue();
    assertThat(holdings.holds("berth.commands-0:7")).isFalse();
    assertThat(holdings.holds("none-0:0")).as("made by the service itself").isTrue();
  }

  @Test
  void K3_instanceThatStoodStill_holdsNothing_untilTheLoopTurnsAgain() {
    holdings.gain(List.of(ONE), 2);

    nanos.addAndGet(Duration.ofSeconds(90).toNanos());
    assertThat(holdings.holds(IN_ONE)).isFalse();
    assertThat(holdings.owns(IN_ONE)).isTrue();
    assertThatThrownBy(() -> holdings.check(IN_ONE))
        .isInstanceOf(NotOurs.class)
        .hasMessageContaining(IN_ONE);

    holdings.heldAt(nanos.get());
    assertThat(holdings.holds(IN_ONE)).isTrue();
  }

  @Test
  void K3_instanceThatStoodStillBehindKafkasWord_holdsNothing() {
    holdings.gain(List.of(ONE), 2);
    long asked = holdings.now();

    nanos.addAndGet(Duration.ofSeconds(90).toNanos());
    holdings.heldAt(asked);

    assertThat(holdings.holds(IN_ONE)).isFalse();
  }

  @Test
  void everyApplication_hasOneInstanceThatSpeaksForIt() {
    Holdings other = new Holdings(nanos::get);
    holdings.gain(List.of(ONE), 2);
    other.gain(List.of(new TopicPartition("t1.berth.commands", 0)), 2);

    for (String name : List.of("cart", "shop", "till", "stock", "mail")) {
      AppRef app = new AppRef("shop", name);
      assertThat(holdings.speaksFor(app)).isNotEqualTo(other.speaksFor(app));
    }
  }

  @Test
  void lostPartition_isNotEvenOwned() {
    holdings.gain(List.of(ONE), 2);
    holdings.lose(List.of(ONE));

    assertThat(holdings.owns(IN_ONE)).isFalse();
    assertThat(holdings.owns("none-0:0")).isFalse();
  }
}
