/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.teststack.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PortsTest {

  @Test
  void freePorts_areOnesThatNoOutgoingConnectionGets_eachOnce() {
    var ports = Stream.generate(Ports::free).limit(100).toList();

    assertThat(ports).doesNotHaveDuplicates().allMatch(port -> port >= 28_000 && port < 32_768);
  }

  @Test
  void portThatIsListenedOn_isNotFree() throws IOException {
    int port = Ports.free();
    try (var _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      assertThat(Ports.canListen(InetAddress.getLoopbackAddress(), port)).isFalse();
    }
    assertThat(Ports.canListen(InetAddress.getLoopbackAddress(), port)).isTrue();
  }
}
