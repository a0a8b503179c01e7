/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.forward;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/** JSON as bytes, written without a string between where the text is plain ASCII. */
final class JsonBytes {

  private static final byte[] HEX = "0123456789abcdef".getBytes(UTF_8);

  private byte[] bytes = new byte[1024];
  private int length;

  int length() {
    return length;
  }

  void cutTo(int to) {
    length = to;
  }

  byte[] toArray() {
    return Arrays.copyOf(bytes, length);
  }

  JsonBytes add(char ascii) {
    grow(1);
    bytes[length++] = (byte) ascii;
    return this;
  }

  JsonBytes add(JsonBytes more) {
    grow(more.length);
    System.arraycopy(more.bytes, 0, bytes, length, more.length);
    length += more.length;
    return this;
  }

  /** As it is: text that is JSON already. */
  JsonBytes raw(String ascii) {
    int more = ascii.length();
    grow(more);
    for (int i = 0; i < more; i++) {
      bytes[length++] = (byte) ascii.charAt(i);
    }
    return this;
  }

  JsonBytes text(String text) {
    byte[] utf8 = text.getBytes(UTF_8);
    return quoted(utf8, 0, utf8.length);
  }

  /** Text from bytes that should be UTF-8; what is not becomes U+FFFD. */
  JsonBytes text(byte[] from, int at, int count) {
    for (int i = at; i < at + count; i++) {
      if (from[i] < 0) {
        return text(new String(from, at, count, UTF_8));
      }
    }
    return quoted(from, at, count);
  }

  private JsonBytes quoted(byte[] from, int at, int count) {
    grow(count + 2);
    bytes[length++] = '"';
    int plain = at;
    for (int i = at; i < at + count; i++) {
      int b = from[i];
      if (b >= 0 && b < ' ' || b == '"' || b == '\\') {
        copy(from, plain, i);
        escape(b);
        plain = i + 1;
      }
    }
    copy(from, plain, at + count);
    return add('"');
  }

  private void copy(byte[] from, int at, int to) {
    grow(to - at + 1);
    System.arraycopy(from, at, bytes, length, to - at);
    length += to - at;
  }

  private void escape(int b) {
    grow(6);
    bytes[length++] = '\\';
    switch (b) {
      case '"', '\\' -> bytes[length++] = (byte) b;
      case '\n' -> bytes[length++] = 'n';
      case '\r' -> bytes[length++] = 'r';
      case '\t' -> bytes[length++] = 't';
      default -> {
        raw("u00");
        bytes[length++] = HEX[b >> 4];
        bytes[length++] = HEX[b & 15];
      }
    }
  }

  private void grow(int more) {
    if (bytes.length - length < more + 8) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more + 64));
    }
  }
}
