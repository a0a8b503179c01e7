/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.waves;

import static io.berth.deploy.planning.TestSnapshots.NOON;
import static io.berth.deploy.testing.TestApps.GOOD;
import static io.berth.deploy.testing.TestApps.deploy;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.deploy.planning.ReceivedCommand;
import io.berth.deploy.planning.RecordPosition;
import io.berth.deploy.waves.ParkedCommands.ReplacedCommand;
import org.junit.jupiter.api.Test;

class ParkedCommandsTest {

  private final ParkedCommands parked = new ParkedCommands();

  @Test
  void redeliveredCommand_replacesNothing_andIsParkedFromItsFirstRecord() {
    parked.add(order("a", 5));

    assertThat(parked.add(order("a", 9))).isEmpty();
    assertThat(parked.all()).containsExactly(order("a", 5));
    assertThat(parked.add(order("a", 2))).isEmpty();
    assertThat(parked.all()).containsExactly(order("a", 2));
  }

  @Test
  void newerCommand_replacesTheOlderOne_whateverTheOrderOfArrival() {
    parked.add(order("b", 7));

    assertThat(parked.add(order("a", 5)))
        .contains(new ReplacedCommand(order("a", 5), order("b", 7)));
    assertThat(parked.add(order("c", 9)))
        .contains(new ReplacedCommand(order("b", 7), order("c", 9)));
    assertThat(parked.all()).containsExactly(order("c", 9));
  }

  @Test
  void redeliveredCommand_doesNotSupersedeItself() {
    parked.add(order("a", 5));

    assertThat(parked.supersededBy(order("a", 9))).isEmpty();
    assertThat(parked.supersededBy(order("b", 9))).contains(order("a", 5));
    assertThat(parked.supersededBy(order("b", 4))).isEmpty();
  }

  private static ReceivedCommand order(String id, long offset) {
    return new ReceivedCommand(
        id, deploy(GOOD), NOON, new RecordPosition("berth.commands", 1, offset));
  }
}
