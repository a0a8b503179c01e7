/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.kafka;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Finds the ends of values in JSON without reading them. Positions are indices of bytes; -1 stands
 * for what is not there, and remains -1 whatever is asked next.
 */
final class JsonScan {

  private static final VarHandle EIGHT =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long ONES = 0x0101010101010101L;
  private static final long HIGHEST = 0x8080808080808080L;
  private static final long QUOTES = 0x2222222222222222L;
  private static final long BACKSLASHES = 0x5C5C5C5C5C5C5C5CL;
  private static final long SPACES = 0x2020202020202020L;

  private JsonScan() {}

  /** Behind these bytes, which must stand here. */
  static int behind(byte[] expected, byte[] json, int at) {
    int end = at + expected.length;
    return at >= 0
            && end <= json.length
            && Arrays.equals(json, at, end, expected, 0, expected.length)
        ? end
        : -1;
  }

  /** The quotation mark that ends a text of printable ASCII without escapes. */
  static int plainEnd(byte[] json, int from) {
    for (int i = from; i >= 0 && i < json.length; i++) {
      if (json[i] == '"') {
        return i;
      }
      if (json[i] < ' ' || json[i] == '\\') {
        return -1;
      }
    }
    return -1;
  }

  /** Behind the object that begins here; -1 also where there is a line break in it. */
  static int objectEnd(byte[] json, int from) {
    if (from < 0 || from >= json.length || json[from] != '{') {
      return -1;
    }
    int depth = 0;
    for (int i = from; i >= 0 && i < json.length; i++) {
      switch (json[i]) {
        case '"' -> i = textEnd(json, i + 1);
        case '{', '[' -> depth++;
        case '}', ']' -> {
          if (--depth == 0) {
            return i + 1;
          }
        }
        case '\n' -> {
          return -1;
        }
        default -> {}
      }
      if (i < 0) {
        return -1;
      }
    }
    return -1;
  }

  /** The quotation mark that ends a text, eight bytes at a time. */
  private static int textEnd(byte[] json, int from) {
    int i = from;
    while (i < json.length) {
      int found =
          i + Byte.SIZE <= json.length ? special((long) EIGHT.get(json, i)) : special(json[i]);
      if (found == 0) {
        i += i + Byte.SIZE <= json.length ? Byte.SIZE : 1;
        continue;
      }
      i += found - 1;
      if (json[i] == '"') {
        return i;
      }
      if (json[i] != '\\') {
        return -1;
      }
      i += 2;
    }
    return -1;
  }

  private static int special(byte b) {
    return b == '"' || b == '\\' || b >= 0 && b < ' ' ? 1 : 0;
  }

  /**
   * The first of eight bytes, counted from 1, that is a quotation mark, a backslash or a control
   * character; 0 where none is. Each term sets the highest bit of a byte that is what it looks for,
   * and wrongly at most in bytes behind such a one.
   */
  private static int special(long word) {
    long quote = word ^ QUOTES;
    long backslash = word ^ BACKSLASHES;
    long found =
        (((quote - ONES) & ~quote) | ((backslash - ONES) & ~backslash) | ((word - SPACES) & ~word))
            & HIGHEST;
    return found == 0 ? 0 : Long.numberOfTrailingZeros(found) / Byte.SIZE + 1;
  }
}
