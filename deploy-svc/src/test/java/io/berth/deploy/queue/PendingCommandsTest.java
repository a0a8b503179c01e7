/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.queue;

import static io.berth.deploy.planning.TestSnapshots.NOON;
import static io.berth.deploy.testing.TestApps.ANN;
import static io.berth.deploy.testing.TestApps.CART;
import static io.berth.deploy.testing.TestApps.GOOD;
import static io.berth.deploy.testing.TestApps.deploy;
import static io.berth.deploy.testing.TestApps.shop;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.deploy.planning.ReceivedCommand;
import io.berth.deploy.planning.RecordPosition;
import io.berth.events.command.Command;
import io.berth.events.command.Restart;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PendingCommandsTest {

  private final PendingCommands pending = new PendingCommands(PartitionOwnership.ALL, _ -> NOON);

  @Test
  void redeliveredCommand_isNotQueuedAfterItself() {
    List<ReceivedCommand> all = arrived("a", "b", "a", "c", "b");

    assertThat(behind(all.get(0))).containsExactly("b", "c");
    assertThat(behind(all.get(1))).containsExactly("c");
    assertThat(behind(all.get(2))).containsExactly("c");
    assertThat(behind(all.get(4))).isEmpty();
  }

  @Test
  void removingOneRecord_keepsTheOthersOfItsCommand() {
    List<ReceivedCommand> all = arrived("a", "b", "a");

    pending.remove(all.getFirst());

    assertThat(behind(all.get(1))).containsExactly("a");
    assertThat(behind(all.get(2))).isEmpty();
  }

  @Test
  void queuedAfter_returnsOtherCommandsOnce() {
    for (int seed = 0; seed < 500; seed++) {
      Random random = new Random(seed);
      PendingCommands some = new PendingCommands(PartitionOwnership.ALL, _ -> NOON);
      List<ReceivedCommand> all = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        all.add(order("c" + random.nextInt(5), i));
        some.add(all.getLast());
      }
      for (int i = 0; i < all.size(); i++) {
        List<String> sofar = all.subList(0, i + 1).stream().map(ReceivedCommand::id).toList();
        List<String> behind =
            some.queuedAfter(all.get(i)).stream().map(ReceivedCommand::id).toList();
        assertThat(behind)
            .as("seed " + seed)
            .doesNotHaveDuplicates()
            .doesNotContainAnyElementsOf(sofar);
      }
    }
  }

  @Test
  void id_isOfAnotherCommand_whereVerbOrSubjectDiffers() {
    ReceivedCommand first = order("a", 1);
    pending.add(first);

    assertThat(pending.isIdOfAnother(order("a", 2))).isFalse();
    assertThat(pending.isIdOfAnother(order("b", 2))).isFalse();
    assertThat(pending.isIdOfAnother(order("a", 2, deploy(shop("other"), GOOD)))).isTrue();
    assertThat(pending.isIdOfAnother(order("a", 2, new Restart(ANN, CART)))).isTrue();
    pending.remove(first);
    assertThat(pending.isIdOfAnother(order("a", 2, new Restart(ANN, CART)))).isFalse();
  }

  private List<String> behind(ReceivedCommand received) {
    return pending.queuedAfter(received).stream().map(ReceivedCommand::id).toList();
  }

  private List<ReceivedCommand> arrived(String... ids) {
    List<ReceivedCommand> all = new ArrayList<>();
    for (String id : ids) {
      all.add(order(id, all.size()));
      pending.add(all.getLast());
    }
    return all;
  }

  private static ReceivedCommand order(String id, long offset) {
    return order(id, offset, deploy(GOOD));
  }

  private static ReceivedCommand order(String id, long offset, Command command) {
    return new ReceivedCommand(id, command, NOON, new RecordPosition("berth.commands", 1, offset));
  }
}
