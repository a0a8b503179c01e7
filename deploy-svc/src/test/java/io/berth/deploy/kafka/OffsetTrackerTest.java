/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.deploy.kafka.OffsetTracker.PartitionOffsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class OffsetTrackerTest {

  private static final TopicPartition ONE = new TopicPartition("berth.commands", 1);

  private final OffsetTracker tracker = new OffsetTracker();
  private final List<Long> acknowledged = new ArrayList<>();

  @Test
  void recordBehindAnUnfinishedOne_isNotAcknowledged_untilThatOneIsDone() {
    PartitionOffsets offsets = begin(10, 11, 12);

    offsets.complete(11);
    assertThat(acknowledged).isEmpty();
    assertThat(tracker.resumeAt(ONE)).hasValue(10);

    offsets.complete(10);
    assertThat(acknowledged).containsExactly(11L);
    assertThat(tracker.resumeAt(ONE)).hasValue(12);
    assertThat(tracker.unfinished(ONE)).isEqualTo(1);
  }

  @Test
  void allDone_resumesAtTheNextOffset() {
    PartitionOffsets offsets = begin(10, 11);
    offsets.complete(10);
    offsets.complete(11);

    assertThat(acknowledged).containsExactly(10L, 11L);
    assertThat(tracker.resumeAt(ONE)).hasValue(12);
    assertThat(tracker.isBehind(ONE, 11)).isTrue();
    assertThat(tracker.isBehind(ONE, 12)).isFalse();
  }

  @Test
  void completionOnRevokedPartition_isIgnored() {
    PartitionOffsets offsets = begin(10);
    tracker.close(ONE, Duration.ZERO);
    tracker.forget(ONE);
    offsets.complete(10);

    assertThat(acknowledged).isEmpty();
    assertThat(tracker.enter(ONE, offsets)).isFalse();
    assertThat(tracker.resumeAt(ONE)).isEmpty();
  }

  @Test
  void completionOfARecordOfTheRecreatedTopicsPredecessor_doesNotCompleteTheNewOne() {
    PartitionOffsets old = begin(0);
    tracker.forget(ONE);
    begin(0);

    old.complete(0);

    assertThat(tracker.unfinished(ONE)).isEqualTo(1);
    assertThat(tracker.resumeAt(ONE)).hasValue(0);
  }

  private PartitionOffsets begin(long... offsets) {
    PartitionOffsets began = null;
    for (long offset : offsets) {
      began = tracker.add(ONE, offset, () -> acknowledged.add(offset));
    }
    return began;
  }
}
