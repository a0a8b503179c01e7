/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.json;

import static io.berth.logpipeline.json.JsonScan.special;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.berth.events.kafka.EventJson;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON as bytes, written without a string between where the text is plain ASCII. */
public final class JsonBytes {

  private static final byte[] HEX = "0123456789abcdef".getBytes(UTF_8);

  private byte[] bytes = new byte[1024];
  private int length;

  /** How many bytes there are. */
  public int length() {
    return length;
  }

  /** Takes back what is behind so many bytes. */
  public void cutTo(int to) {
    length = to;
  }

  /** A copy of the bytes. */
  public byte[] toArray() {
    return Arrays.copyOf(bytes, length);
  }

  /** A brace, a comma, and the like. */
  public JsonBytes add(char ascii) {
    grow(1);
    bytes[length++] = (byte) ascii;
    return this;
  }

  /** JSON that was written elsewhere. */
  public JsonBytes add(JsonBytes more) {
    grow(more.length);
    System.arraycopy(more.bytes, 0, bytes, length, more.length);
    length += more.length;
    return this;
  }

  /** As it is: text that is JSON already. */
  public JsonBytes raw(String ascii) {
    int more = ascii.length();
    grow(more);
    for (int i = 0; i < more; i++) {
      bytes[length++] = (byte) ascii.charAt(i);
    }
    return this;
  }

  /** JSON in UTF-8. */
  public JsonBytes raw(byte[] json) {
    copy(json, 0, json.length);
    return this;
  }

  /** A text in quotation marks. */
  public JsonBytes text(String text) {
    byte[] utf8 = text.getBytes(UTF_8);
    return quoted(utf8, 0, utf8.length);
  }

  /** Text from bytes that should be UTF-8; what is not becomes U+FFFD. */
  public JsonBytes text(byte[] from, int at, int count) {
    return JsonScan.isAscii(from, at, at + count)
        ? quoted(from, at, count)
        : text(new String(from, at, count, UTF_8));
  }

  /** A value as Jackson reads it without a given type: maps, lists, texts, numbers. */
  public JsonBytes value(@Nullable Object value) {
    return switch (value) {
      case String text -> text(text);
      case Map<?, ?> map -> map(map);
      case List<?> list -> list(list);
      case Integer number -> raw(number.toString());
      case Long number -> raw(number.toString());
      case Boolean truth -> raw(truth.toString());
      case null -> raw("null");
      default -> raw(EventJson.mapper().writeValueAsBytes(value));
    };
  }

  private JsonBytes map(Map<?, ?> map) {
    add('{');
    boolean first = true;
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      if (!first) {
        add(',');
      }
      first = false;
      text(entry.getKey().toString()).add(':').value(entry.getValue());
    }
    return add('}');
  }

  private JsonBytes list(List<?> list) {
    add('[');
    for (int i = 0; i < list.size(); i++) {
      if (i > 0) {
        add(',');
      }
      value(list.get(i));
    }
    return add(']');
  }

  private JsonBytes quoted(byte[] from, int at, int count) {
    grow(count + 2);
    bytes[length++] = '"';
    int end = at + count;
    int plain = at;
    for (int i = special(from, at, end); i < end; i = special(from, plain, end)) {
      copy(from, plain, i);
      escape(from[i]);
      plain = i + 1;
    }
    copy(from, plain, end);
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
