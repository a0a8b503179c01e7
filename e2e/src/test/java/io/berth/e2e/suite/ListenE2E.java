/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.e2e.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Who reaches a suite that was started without a word about it: nobody but its own machine. */
@ExtendWith(WithSuite.class)
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(value = WithSuite.RUNNING, mode = ResourceAccessMode.READ)
class ListenE2E {

  @Test
  void everySocketOfTheSuite_listensOnLoopback(BerthProgram berth) {
    var sockets = sockets(berth);

    assertThat(sockets)
        .extracting(Sockets.Waiting::port)
        .as("the ports of every part are among them")
        .contains(22092, 22093, 22200, 22300, 21001, 21002, 11080, 21101, 21102, 21201, 21202)
        .contains(21301, 21401, 27224, 21501);
    assertThat(sockets).filteredOn(socket -> !socket.address().isLoopbackAddress()).isEmpty();
  }

  @Test
  void strangerOnAnotherNetwork_findsNoPortOfTheSuiteOpen(BerthProgram berth) throws Exception {
    try (var network = TestNetwork.withThisMachine();
        var control = new ServerSocket(0, 1, InetAddress.ofLiteral("0.0.0.0"))) {
      var open = network.openPorts();

      assertThat(open)
          .as("what listens on every address is found")
          .contains(control.getLocalPort());
      assertThat(open)
          .doesNotContainAnyElementsOf(
              sockets(berth).stream().map(Sockets.Waiting::port).distinct().toList());
    }
  }

  private static List<Sockets.Waiting> sockets(BerthProgram berth) {
    assumeTrue(Sockets.areTold(), "Only Linux tells which process listens where");
    return Sockets.of(
        Stream.concat(
            Stream.of(berth.launcher()),
            berth.status().stream().map(row -> row.path("pid").asLong()).filter(pid -> pid > 0)));
  }
}
