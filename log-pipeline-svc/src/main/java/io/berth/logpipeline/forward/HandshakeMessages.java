/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.forward;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Builds and checks the handshake messages of the Forward protocol, version 1, on the server's
 * side: HELO, PING, PONG. Pure.
 *
 * @param credentials what a client must know
 * @param hostname the server's; must not be the client's
 * @param nonce of this connection
 * @param salt of this connection, for passwords
 */
record HandshakeMessages(
    ForwardCredentials credentials, String hostname, byte[] nonce, byte[] salt) {

  /**
   * The result of a PING.
   *
   * @param pong the answer
   * @param reason why the client is refused; empty where it is welcome
   */
  record HandshakeResult(byte[] pong, String reason) {
    boolean isWelcome() {
      return reason.isEmpty();
    }
  }

  /** {@code ["HELO", {"nonce", "auth", "keepalive"}]}. */
  byte[] helo() {
    MessagePackWriter out = new MessagePackWriter();
    out.head(0x92).text("HELO").head(0x83);
    out.text("nonce").bytes(nonce);
    out.text("auth").bytes(credentials.users().isEmpty() ? new byte[0] : salt);
    out.text("keepalive").head(0xc3);
    return out.toBytes();
  }

  /**
   * Reads {@code ["PING", hostname, shared_key_salt, digest, username, password_digest]}. Text and
   * bytes are read alike: Fluent Bit sends a salt of raw bytes as text.
   */
  HandshakeResult answer(byte[] frame) {
    var in = new MessagePackReader(frame, 0, frame.length);
    if (in.kind() != MessagePackReader.ValueType.ARRAY || in.readArray() != 6) {
      return refused("wanted a PING of six elements");
    }
    byte[][] parts = new byte[6][];
    for (int i = 0; i < parts.length; i++) {
      if (in.kind() != MessagePackReader.ValueType.RAW) {
        return refused("wanted a PING of texts");
      }
      parts[i] = in.readBytes();
    }
    if (!new String(parts[0], UTF_8).equals("PING")) {
      return refused("wanted a PING");
    }
    return check(parts);
  }

  private HandshakeResult check(byte[][] ping) {
    byte[] key = credentials.sharedKey().getBytes(UTF_8);
    if (!same(ping[3], digest(ping[2], ping[1], nonce, key))) {
      return refused("shared key mismatch");
    }
    if (!credentials.users().isEmpty() && !isUser(ping[4], ping[5])) {
      return refused("username/password mismatch");
    }
    byte[] proof = digest(ping[2], hostname.getBytes(UTF_8), nonce, key);
    MessagePackWriter out = new MessagePackWriter();
    out.head(0x95).text("PONG").head(0xc3).text("").text(hostname).raw(proof);
    return new HandshakeResult(out.toBytes(), "");
  }

  private boolean isUser(byte[] name, byte[] proof) {
    // An unknown name takes as long as a known one.
    String password = credentials.users().getOrDefault(new String(name, UTF_8), "");
    boolean known = credentials.users().containsKey(new String(name, UTF_8));
    return same(proof, digest(salt, name, password.getBytes(UTF_8))) & known;
  }

  private static HandshakeResult refused(String reason) {
    MessagePackWriter out = new MessagePackWriter();
    out.head(0x95).text("PONG").head(0xc2).text(reason).text("").text("");
    return new HandshakeResult(out.toBytes(), reason);
  }

  private static boolean same(byte[] one, byte[] other) {
    return MessageDigest.isEqual(one, other);
  }

  /** SHA-512 of all parts, in lower-case hexadecimal. */
  static byte[] digest(byte[]... parts) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-512");
      for (byte[] part : parts) {
        sha.update(part);
      }
      return HexFormat.of().formatHex(sha.digest()).getBytes(UTF_8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This Java has no SHA-512", e);
    }
  }

  /** The little of MessagePack that is needed. */
  private static final class MessagePackWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    MessagePackWriter head(int head) {
      out.write(head);
      return this;
    }

    MessagePackWriter text(String text) {
      return raw(text.getBytes(UTF_8));
    }

    MessagePackWriter raw(byte[] utf8) {
      out.write(0xd9);
      out.write(utf8.length);
      out.writeBytes(utf8);
      return this;
    }

    MessagePackWriter bytes(byte[] bytes) {
      out.write(0xc4);
      out.write(bytes.length);
      out.writeBytes(bytes);
      return this;
    }

    byte[] toBytes() {
      return out.toByteArray();
    }
  }
}
