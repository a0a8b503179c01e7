/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.redaction;

import java.util.regex.Pattern;

/** Reads and writes JSON strings with their escapes. */
final class JsonStrings {

  private static final String HEX = "0123456789abcdef";

  private static final Pattern NUMBER =
      Pattern.compile("-?(?:0|[1-9][0-9]*+)(?:\\.[0-9]++)?(?:[eE][+-]?[0-9]++)?");

  private JsonStrings() {}

  static boolean isNumber(String word) {
    return NUMBER.matcher(word).matches();
  }

  /**
   * Behind the quotation mark that ends the text which begins here; -1 where none does. Is as
   * lenient as people are: a line may break in it.
   */
  static int end(String text, int start) {
    int i = start + 1;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (c == '"') {
        return i + 1;
      }
      i += c == '\\' ? 2 : 1;
    }
    return -1;
  }

  /** What stands between two quotation marks, as it is meant. */
  static String read(String text, int start, int end) {
    String raw = text.substring(start + 1, end - 1);
    int escape = raw.indexOf('\\');
    if (escape < 0) {
      return raw;
    }
    StringBuilder out = new StringBuilder(raw.length());
    int copied = 0;
    while (escape >= 0 && escape + 1 < raw.length()) {
      out.append(raw, copied, escape);
      copied = escape + 2;
      char c = raw.charAt(escape + 1);
      int code = c == 'u' ? hex(raw, escape + 2) : -1;
      if (code >= 0) {
        out.append((char) code);
        copied = escape + 6;
      } else {
        out.append(meant(c));
      }
      escape = raw.indexOf('\\', copied);
    }
    return out.append(raw, copied, raw.length()).toString();
  }

  private static char meant(char c) {
    return switch (c) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case 'b' -> '\b';
      case 'f' -> '\f';
      default -> c;
    };
  }

  private static int hex(String raw, int from) {
    if (from + 4 > raw.length()) {
      return -1;
    }
    int code = 0;
    for (int i = from; i < from + 4; i++) {
      int digit = Character.digit(raw.charAt(i), 16);
      if (digit < 0 || raw.charAt(i) > 'f') {
        return -1;
      }
      code = code << 4 | digit;
    }
    return code;
  }

  /** In quotation marks. Half of a pair of surrogates, which no UTF-8 could hold, is escaped. */
  static String write(String text) {
    StringBuilder out = new StringBuilder(text.length() + 2).append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> out.append('\\').append(c);
        case '\n' -> out.append("\\n");
        case '\t' -> out.append("\\t");
        case '\r' -> out.append("\\r");
        default -> {
          if (c < ' ' || Character.isSurrogate(c) && !isPaired(text, i)) {
            out.append("\\u");
            for (int shift = 12; shift >= 0; shift -= 4) {
              out.append(HEX.charAt(c >> shift & 15));
            }
          } else {
            out.append(c);
          }
        }
      }
    }
    return out.append('"').toString();
  }

  private static boolean isPaired(String text, int i) {
    return Character.isHighSurrogate(text.charAt(i))
        ? i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))
        : i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
  }
}
