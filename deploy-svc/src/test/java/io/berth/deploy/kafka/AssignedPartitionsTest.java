/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.deploy.queue.PartitionLostException;
import io.berth.events.AppRef;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class AssignedPartitionsTest {

  private static final TopicPartition ONE = new TopicPartition("t1.berth.commands", 1);
  private static final String IN_ONE = "berth.commands-1:7";

  private final AtomicLong nanos = new AtomicLong(1);
  private final AssignedPartitions assigned = new AssignedPartitions(nanos::get);

  @Test
  void assignedPartition_isHeld_othersAreNot() {
    assigned.add(List.of(ONE), 2);

    assertThat(assigned.holds(IN_ONE)).isTrue();
    assertThat(assigned.holds("berth.commands-0:7")).isFalse();
    assertThat(assigned.holds("none-0:0")).as("made by the service itself").isTrue();
  }

  @Test
  @Tag("fault-K3")
  void pausedInstance_holdsNothing_untilItPollsAgain() {
    assigned.add(List.of(ONE), 2);

    nanos.addAndGet(Duration.ofSeconds(90).toNanos());
    assertThat(assigned.holds(IN_ONE)).isFalse();
    assertThat(assigned.owns(IN_ONE)).isTrue();
    assertThatThrownBy(() -> assigned.requireHeld(IN_ONE))
        .isInstanceOf(PartitionLostException.class)
        .hasMessageContaining(IN_ONE);

    assigned.confirmHeldAt(nanos.get());
    assertThat(assigned.holds(IN_ONE)).isTrue();
  }

  @Test
  @Tag("fault-K3")
  void instancePausedAfterTheConfirmation_holdsNothing() {
    assigned.add(List.of(ONE), 2);
    long asked = assigned.now();

    nanos.addAndGet(Duration.ofSeconds(90).toNanos());
    assigned.confirmHeldAt(asked);

    assertThat(assigned.holds(IN_ONE)).isFalse();
  }

  @Test
  void everyApplication_hasOneResponsibleInstance() {
    AssignedPartitions other = new AssignedPartitions(nanos::get);
    assigned.add(List.of(ONE), 2);
    other.add(List.of(new TopicPartition("t1.berth.commands", 0)), 2);

    for (String name : List.of("cart", "shop", "till", "stock", "mail")) {
      AppRef app = new AppRef("shop", name);
      assertThat(assigned.isResponsibleFor(app)).isNotEqualTo(other.isResponsibleFor(app));
    }
  }

  @Test
  void lostPartition_isNotOwned() {
    assigned.add(List.of(ONE), 2);
    assigned.remove(List.of(ONE));

    assertThat(assigned.owns(IN_ONE)).isFalse();
    assertThat(assigned.owns("none-0:0")).isFalse();
  }
}
