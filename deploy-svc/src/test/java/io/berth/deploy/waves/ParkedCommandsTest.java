/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.waves;

import static io.berth.deploy.planning.TestSnapshots.NOON;
import static io.berth.deploy.testing.TestApps.ANN;
import static io.berth.deploy.testing.TestApps.GOOD;
import static io.berth.deploy.testing.TestApps.deploy;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.deploy.planning.ReceivedCommand;
import io.berth.deploy.planning.RecordPosition;
import io.berth.deploy.waves.ParkedCommands.ReplacedCommand;
import io.berth.events.AppRef;
import io.berth.events.command.Command;
import io.berth.events.command.EnsureNamespace;
import io.berth.events.command.EnsureNamespace.Environment;
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

    assertThat(parked.before(order("a", 9))).isEmpty();
    assertThat(parked.before(order("b", 9))).contains(order("a", 5));
    assertThat(parked.before(order("b", 4))).isEmpty();
  }

  @Test
  void namespaceCommand_isNotAboutTheApplicationOfItsName() {
    ReceivedCommand deploy = order("a", 5, deploy(new AppRef("shop", "shop"), GOOD));
    ReceivedCommand namespace =
        order("b", 7, new EnsureNamespace(ANN, "shop", Environment.QA, "ann", null));

    parked.add(deploy);
    assertThat(parked.before(namespace)).isEmpty();
    assertThat(parked.add(namespace)).isEmpty();
    assertThat(parked.all()).containsExactlyInAnyOrder(deploy, namespace);
    parked.remove(namespace);
    assertThat(parked.all()).containsExactly(deploy);
  }

  private static ReceivedCommand order(String id, long offset) {
    return order(id, offset, deploy(GOOD));
  }

  private static ReceivedCommand order(String id, long offset, Command command) {
    return new ReceivedCommand(id, command, NOON, new RecordPosition("berth.commands", 1, offset));
  }
}
