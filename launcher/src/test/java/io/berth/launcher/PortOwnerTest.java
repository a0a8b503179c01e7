/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class PortOwnerTest {

  private static final List<String> TABLE =
      List.of(
          "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout"
              + " inode",
          "   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0"
              + " 4711 1 0 100 0 0 10 0",
          "   1: 0100007F:1F90 0100007F:C350 01 00000000:00000000 00:00000000 00000000     0        0"
              + " 4712 1 0 100 0 0 10 0");

  @Test
  void onlyTheListeningSocket_isTheOwner() {
    assertThat(PortOwner.listening(TABLE, 8080)).containsExactly("4711");
    assertThat(PortOwner.listening(TABLE, 8081)).isEmpty();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void portOfThisProcess_isAttributedToIt() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThat(PortOwner.of(socket.getLocalPort()))
          .isEqualTo("process " + ProcessHandle.current().pid() + " (java)");
    }
  }
}
