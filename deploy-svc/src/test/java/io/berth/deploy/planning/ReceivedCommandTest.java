/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.planning;

import static io.berth.deploy.planning.TestSnapshots.NOON;
import static io.berth.deploy.planning.TestSnapshots.live;
import static io.berth.deploy.planning.TestSnapshots.release;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.deploy.testing.TestApps;
import io.berth.events.command.Command;
import io.berth.events.command.EnsureNamespace;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ReceivedCommandTest {

  private final ObservedApp live = live(release(7), 3);

  @Test
  void position_roundTrips() {
    RecordPosition position = new RecordPosition("berth.commands", 3, 127);

    assertThat(RecordPosition.parse(position.toString())).contains(position);
    assertThat(RecordPosition.parse("berth.commands-3:127@kX-_9w"))
        .contains(new RecordPosition("berth.commands", 3, 127, "kX-_9w"));
    assertThat(RecordPosition.parse(new RecordPosition("t", 0, 1, "kX-_9w").toString()))
        .contains(new RecordPosition("t", 0, 1, "kX-_9w"));
    assertThat(RecordPosition.parse("nonsense")).isEmpty();
    assertThat(RecordPosition.parse("berth.commands-x:1")).isEmpty();
  }

  @Test
  void samePartition_isOrderedByOffset() {
    assertThat(order("a", 1, 6, NOON.plusSeconds(99)).isAppliedIn(live)).isTrue();
    assertThat(order("a", 1, 7, NOON).isAppliedIn(live)).isTrue();
    assertThat(order("a", 1, 8, NOON.minusSeconds(99)).isAppliedIn(live)).isFalse();
  }

  @Test
  void otherPartition_isOrderedByTime() {
    assertThat(order("a", 4, 1, NOON.plusSeconds(1)).isAppliedIn(live)).isFalse();
    assertThat(order("a", 4, 999, NOON.minusSeconds(1)).isAppliedIn(live)).isTrue();
  }

  @Test
  void recreatedTopic_isOrderedByTime() {
    RecordPosition old = new RecordPosition("berth.commands", 1, 500, "old");
    RecordPosition anew = new RecordPosition("berth.commands", 1, 0, "new");

    assertThat(anew.comparableTo(old)).isFalse();
    assertThat(new RecordPosition("berth.commands", 1, 0).comparableTo(old))
        .as("not known")
        .isTrue();
    assertThat(later(anew).isNewerThan(earlier(old))).isTrue();
    assertThat(earlier(old).isNewerThan(later(anew))).isFalse();
  }

  @Test
  void sameCommand_isAppliedWhateverItsPosition() {
    assertThat(order("command-7", 1, 999, NOON.plusSeconds(9)).isAppliedIn(live)).isTrue();
  }

  @Test
  void namespaceCommand_isAppliedInNoApplication_evenOfItsName() {
    Command command =
        new EnsureNamespace(TestApps.ANN, "shop", EnsureNamespace.Environment.QA, "ann", null);
    ReceivedCommand received =
        new ReceivedCommand("a", command, NOON, new RecordPosition("berth.commands", 1, 6));

    assertThat(received.isAppliedIn(live)).isFalse();
  }

  private static ReceivedCommand earlier(RecordPosition position) {
    return new ReceivedCommand("a", TestApps.deploy(TestApps.GOOD), NOON, position);
  }

  private static ReceivedCommand later(RecordPosition position) {
    return new ReceivedCommand("b", TestApps.deploy(TestApps.GOOD), NOON.plusSeconds(1), position);
  }

  private static ReceivedCommand order(String id, int partition, long offset, Instant at) {
    return new ReceivedCommand(
        id,
        TestApps.deploy(TestApps.GOOD),
        at,
        new RecordPosition("berth.commands", partition, offset));
  }
}
