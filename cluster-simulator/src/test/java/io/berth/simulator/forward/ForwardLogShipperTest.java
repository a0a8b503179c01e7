/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.forward;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.simulator.kubelet.LogBuffer;
import io.berth.simulator.kubelet.LogShipper.PodLine;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessageUnpacker;
import org.msgpack.value.ArrayValue;
import org.msgpack.value.ValueFactory;

class ForwardLogShipperTest {

  private static final PodLine LINE =
      new PodLine(
          "shop",
          "web-1",
          "uid-1",
          "web",
          "node-1",
          new LogBuffer.Line(Instant.ofEpochSecond(7, 9), "stdout", "hello"));

  private static ArrayValue receive(Socket socket) throws IOException {
    socket.setSoTimeout(10_000);
    return MessagePack.newDefaultUnpacker(socket.getInputStream()).unpackValue().asArrayValue();
  }

  private static String chunk(ArrayValue message) {
    return message
        .get(2)
        .asMapValue()
        .map()
        .get(ValueFactory.newString("chunk"))
        .asStringValue()
        .asString();
  }

  @Test
  void line_arrivesPacked_withItsPod() throws IOException {
    try (ServerSocket receiver = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        ForwardLogShipper shipping =
            new ForwardLogShipper("dc-a", "127.0.0.1:" + receiver.getLocalPort())) {
      shipping.ship(LINE);
      try (Socket socket = receiver.accept()) {
        ArrayValue message = receive(socket);
        assertThat(message.get(0).asStringValue().asString())
            .isEqualTo("kubernetes.shop.web-1.web");
        MessageUnpacker entries =
            MessagePack.newDefaultUnpacker(message.get(1).asBinaryValue().asByteArray());
        ArrayValue entry = entries.unpackValue().asArrayValue();
        assertThat(entry.get(0).asExtensionValue().getData())
            .containsExactly(0, 0, 0, 7, 0, 0, 0, 9);
        assertThat(entry.get(1).toJson())
            .contains(
                "\"log\":\"hello\"",
                "\"cluster\":\"dc-a\"",
                "\"pod_name\":\"web-1\"",
                "\"host\":\"node-1\"");
      }
    }
  }

  @Test
  void unacknowledgedChunk_comesAgain_underTheSameId() throws IOException {
    try (ServerSocket receiver = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        ForwardLogShipper shipping =
            new ForwardLogShipper("dc-a", "127.0.0.1:" + receiver.getLocalPort())) {
      shipping.ship(LINE);
      String first;
      try (Socket socket = receiver.accept()) {
        first = chunk(receive(socket));
      }
      try (Socket socket = receiver.accept()) {
        assertThat(chunk(receive(socket))).isEqualTo(first);
      }
    }
  }
}
