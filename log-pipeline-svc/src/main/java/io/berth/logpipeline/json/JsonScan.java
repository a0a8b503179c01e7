/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Finds the ends of values in JSON without reading them. Positions are indices of bytes; -1 stands
 * for what is not there, and remains -1 whatever is asked next.
 */
public final class JsonScan {

  private static final VarHandle EIGHT =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long ONES = 0x0101010101010101L;
  private static final long HIGHEST = 0x8080808080808080L;
  private static final long QUOTES = 0x2222222222222222L;
  private static final long BACKSLASHES = 0x5C5C5C5C5C5C5C5CL;
  private static final long SPACES = 0x2020202020202020L;

  private JsonScan() {}

  /** Behind these bytes, which must stand here. */
  public static int behind(byte[] expected, byte[] json, int at) {
    int end = at + expected.length;
    return at >= 0
            && end <= json.length
            && Arrays.equals(json, at, end, expected, 0, expected.length)
        ? end
        : -1;
  }

  /** The quotation mark that ends a text of printable ASCII without escapes. */
  public static int plainEnd(byte[] json, int from) {
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
  public static int objectEnd(byte[] json, int from) {
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

  /** The quotation mark that ends a text. */
  private static int textEnd(byte[] json, int from) {
    int i = special(json, from, json.length);
    while (i < json.length && json[i] == '\\') {
      i = special(json, i + 2, json.length);
    }
    return i < json.length && json[i] == '"' ? i : -1;
  }

  /**
   * The first quotation mark, backslash or control character, eight bytes at a time; where there is
   * none, {@code to}, or {@code from} where that is behind it.
   */
  static int special(byte[] json, int from, int to) {
    int i = from;
    for (; i + Byte.SIZE <= to; i += Byte.SIZE) {
      int found = special((long) EIGHT.get(json, i));
      if (found > 0) {
        return i + found - 1;
      }
    }
    return i < to && to - from >= Byte.SIZE
        ? specialInLast(json, to)
        : specialOneByOne(json, i, to);
  }

  /** Some of the last eight bytes were looked at before, and are none. */
  private static int specialInLast(byte[] json, int to) {
    int found = special((long) EIGHT.get(json, to - Byte.SIZE));
    return found > 0 ? to - Byte.SIZE + found - 1 : to;
  }

  private static int specialOneByOne(byte[] json, int from, int to) {
    int i = from;
    while (i < to && !isSpecial(json[i])) {
      i++;
    }
    return i;
  }

  /** Whether all of these bytes are characters of their own. */
  static boolean isAscii(byte[] utf8, int from, int to) {
    int i = from;
    long together = 0;
    for (; i + Byte.SIZE <= to; i += Byte.SIZE) {
      together |= (long) EIGHT.get(utf8, i);
    }
    for (; i < to; i++) {
      together |= utf8[i];
    }
    return (together & HIGHEST) == 0;
  }

  private static boolean isSpecial(byte b) {
    return b == '"' || b == '\\' || b >= 0 && b < ' ';
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
