/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.forward;

import static io.berth.logpipeline.forward.ForwardFrames.entries;
import static io.berth.logpipeline.forward.ForwardFrames.packed;
import static io.berth.logpipeline.forward.HandshakeMessages.digest;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.berth.logpipeline.metrics.PipelineMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessageUnpacker;
import org.msgpack.value.ArrayValue;

/** The door itself, over sockets. */
class ForwardServerTest {

  private static final byte[] SALT = {(byte) 0xff, 0, 1, 2};

  private final InMemoryRawLogStore store = new InMemoryRawLogStore();
  private ForwardServer server;

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void framesInOneSegment_andOneInManySegments_areAcknowledgedInOrder() throws IOException {
    open(ForwardCredentials.NONE, ForwardTls.NONE);
    try (Socket socket = connect()) {
      byte[] one = packed("t", entries("a"), "c1");
      byte[] two = packed("t", entries("b"), "c2");
      socket.getOutputStream().write(one);
      for (byte b : two) {
        socket.getOutputStream().write(b);
        socket.getOutputStream().flush();
      }
      // Half closed: the acknowledgements still come.
      socket.shutdownOutput();
      MessageUnpacker in = MessagePack.newDefaultUnpacker(socket.getInputStream());
      assertThat(in.unpackValue()).hasToString("{\"ack\":\"c1\"}");
      assertThat(in.unpackValue()).hasToString("{\"ack\":\"c2\"}");
    }
    assertThat(store.messages()).containsExactly("a", "b");
  }

  @Test
  void thousandsOfIdleConnections_doNotKeepAnotherWaiting() throws IOException {
    open(ForwardCredentials.NONE, ForwardTls.NONE);
    List<SocketChannel> idle = new ArrayList<>();
    try {
      for (int i = 0; i < 3_000; i++) {
        idle.add(
            SocketChannel.open(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port())));
      }
      try (Socket socket = connect()) {
        socket.getOutputStream().write(packed("t", entries("a"), "c1"));
        MessageUnpacker in = MessagePack.newDefaultUnpacker(socket.getInputStream());
        assertThat(in.unpackValue()).hasToString("{\"ack\":\"c1\"}");
      }
      idle.getFirst().write(ByteBuffer.wrap(packed("t", entries("b"), "c2")));
      await().untilAsserted(() -> assertThat(store.messages()).containsExactly("a", "b"));
    } finally {
      for (SocketChannel each : idle) {
        each.close();
      }
    }
  }

  @Test
  void frameThatEndsTooEarly_storesNothing() throws IOException {
    open(ForwardCredentials.NONE, ForwardTls.NONE);
    byte[] frame = packed("t", entries("a"), "c1");
    try (Socket socket = connect()) {
      socket.getOutputStream().write(frame, 0, frame.length - 1);
      socket.shutdownOutput();
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
    assertThat(store.entries).isEmpty();
  }

  @Test
  void heartbeats_areAnswered_overUdp_andBorneOverTcp() throws IOException {
    open(ForwardCredentials.NONE, ForwardTls.NONE);
    connect().close();
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.setSoTimeout(10_000);
      InetAddress host = InetAddress.getLoopbackAddress();
      socket.send(new DatagramPacket(new byte[1], 1, host, server.port()));
      DatagramPacket answer = new DatagramPacket(new byte[8], 8);
      socket.receive(answer);
      assertThat(answer.getLength()).isEqualTo(1);
    }
  }

  @Test
  void clientWithTheKey_isAuthenticated_andCanVerifyTheServer() throws IOException {
    open(new ForwardCredentials("s3", Map.of()), ForwardTls.NONE);
    try (Socket socket = connect()) {
      MessageUnpacker in = MessagePack.newDefaultUnpacker(socket.getInputStream());
      byte[] nonce = nonce(in, "nonce");
      socket.getOutputStream().write(ping("s3", nonce, "", new byte[0]));
      ArrayValue pong = in.unpackValue().asArrayValue();
      assertThat(pong.get(1).asBooleanValue().getBoolean()).isTrue();
      byte[] host = pong.get(3).asRawValue().asByteArray();
      assertThat(pong.get(4).asRawValue().asByteArray())
          .isEqualTo(digest(SALT, host, nonce, "s3".getBytes(UTF_8)));
      socket.getOutputStream().write(packed("t", entries("a"), "c1"));
      assertThat(in.unpackValue()).hasToString("{\"ack\":\"c1\"}");
    }
  }

  @Test
  void clientWithoutTheKey_isRejected_andNothingOfItIsStored() throws IOException {
    open(new ForwardCredentials("s3", Map.of("fluent", "pw")), ForwardTls.NONE);
    assertThat(pong("wrong", "fluent", "pw")).contains("shared key mismatch");
    assertThat(pong("s3", "fluent", "guess")).contains("username/password mismatch");
    assertThat(pong("s3", "nobody", "")).contains("username/password mismatch");
    assertThat(pong("s3", "fluent", "pw")).contains("true");
    try (Socket socket = connect()) {
      socket.getOutputStream().write(packed("t", entries("a"), "c1"));
      assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
          .contains("wanted a PING");
    }
    assertThat(store.entries).isEmpty();
  }

  @Test
  void clientOverTls_needsACertificate_whereOneIsWanted(@TempDir Path folder) throws Exception {
    TestCertificate ours = TestCertificate.make(folder, "server");
    TestCertificate theirs = TestCertificate.make(folder, "client");
    open(
        ForwardCredentials.NONE,
        new ForwardTls(ours.chain().toString(), ours.key().toString(), theirs.chain().toString()));
    try (Socket socket = theirs.connect(server.port(), ours)) {
      // Each byte is a TLS record of its own.
      for (byte b : packed("t", entries("a"), "c1")) {
        socket.getOutputStream().write(b);
        socket.getOutputStream().flush();
      }
      MessageUnpacker in = MessagePack.newDefaultUnpacker(socket.getInputStream());
      assertThat(in.unpackValue()).hasToString("{\"ack\":\"c1\"}");
    }
    assertThatThrownBy(
            () -> {
              try (Socket socket = TestCertificate.connectWithout(server.port(), ours)) {
                socket.getOutputStream().write(packed("t", entries("b"), "c2"));
                assertThat(socket.getInputStream().read()).isEqualTo(-1);
                throw new IOException("closed");
              }
            })
        .isInstanceOf(IOException.class);
    assertThat(store.messages()).containsExactly("a");
  }

  private String pong(String key, String user, String password) throws IOException {
    try (Socket socket = connect()) {
      MessageUnpacker in = MessagePack.newDefaultUnpacker(socket.getInputStream());
      var helo = in.unpackValue().asArrayValue().get(1).asMapValue().map();
      byte[][] salts = new byte[2][];
      helo.forEach(
          (name, value) -> {
            if (value.isRawValue()) {
              salts[name.toString().equals("nonce") ? 0 : 1] = value.asRawValue().asByteArray();
            }
          });
      byte[] proof = digest(salts[1], user.getBytes(UTF_8), password.getBytes(UTF_8));
      socket.getOutputStream().write(ping(key, salts[0], user, proof));
      return in.unpackValue().toString();
    }
  }

  private static byte[] nonce(MessageUnpacker in, String name) throws IOException {
    var helo = in.unpackValue().asArrayValue().get(1).asMapValue().map();
    return helo.entrySet().stream()
        .filter(entry -> entry.getKey().toString().equals(name))
        .map(entry -> entry.getValue().asRawValue().asByteArray())
        .findFirst()
        .orElseThrow();
  }

  /** As Fluent Bit sends it: the salt is raw bytes, written as text. */
  private static byte[] ping(String key, byte[] nonce, String user, byte[] proof) {
    byte[] digest = digest(SALT, "client".getBytes(UTF_8), nonce, key.getBytes(UTF_8));
    return ForwardFrames.pack(
        packer -> {
          packer.packArrayHeader(6).packString("PING").packString("client");
          packer.packRawStringHeader(SALT.length).writePayload(SALT);
          packer.packRawStringHeader(digest.length).writePayload(digest);
          packer.packString(user).packRawStringHeader(proof.length).writePayload(proof);
        });
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    socket.setSoTimeout(20_000);
    return socket;
  }

  private void open(ForwardCredentials credentials, ForwardTls tls) {
    server =
        new ForwardServer(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            new ChunkReceiver(
                store,
                new PipelineMetrics(new SimpleMeterRegistry()),
                ForwardLimits.DEFAULT,
                Clock.systemUTC()),
            credentials,
            tls);
  }
}
