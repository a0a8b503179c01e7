/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.kafka;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.berth.events.document.Author;

/** Whether the texts in the bytes of JSON are whole, told without parsing it. */
final class WellFormedText {

  private static final char REPLACEMENT = '\uFFFD';
  private static final int ESCAPE = 6; // backslash, u and four digits

  private WellFormedText() {}

  /**
   * Whether no text in it can be ill-formed. Of what a person wrote only ASCII without escapes is
   * plain: the rest is looked at character by character.
   */
  static boolean isPlain(byte[] json, Author author) {
    String text = new String(json, UTF_8);
    boolean ascii = text.length() == json.length && text.indexOf(REPLACEMENT) < 0;
    if (ascii && text.indexOf('\\') < 0) {
      return author == Author.PROGRAM || text.indexOf('\u007f') < 0;
    }
    return author == Author.PROGRAM && text.indexOf(REPLACEMENT) < 0 && loneHalf(text, 0) < 0;
  }

  /**
   * The same JSON with U+FFFD in the place of each half of a surrogate pair. Such a half comes from
   * text that was cut in the wrong place, and many readers take the whole record for broken.
   */
  static byte[] repaired(byte[] json) {
    String text = new String(json, ISO_8859_1);
    int at = loneHalf(text, 0);
    if (at < 0) {
      return json;
    }
    StringBuilder repaired = new StringBuilder(text);
    for (; at >= 0; at = loneHalf(text, at + ESCAPE)) {
      repaired.replace(at, at + ESCAPE, "\\uFFFD");
    }
    return repaired.toString().getBytes(ISO_8859_1);
  }

  /** Where the escape of half a pair stands alone, or -1. Unescaped it is no UTF-8. */
  private static int loneHalf(String json, int from) {
    for (int at = json.indexOf('\\', from); at >= 0; at = json.indexOf('\\', at)) {
      if (isHalf(json, at, Character.MIN_HIGH_SURROGATE)
          && isHalf(json, at + ESCAPE, Character.MIN_LOW_SURROGATE)) {
        at += 2 * ESCAPE;
      } else if (isHalf(json, at, Character.MIN_HIGH_SURROGATE)
          || isHalf(json, at, Character.MIN_LOW_SURROGATE)) {
        return at;
      } else {
        at += 2;
      }
    }
    return -1;
  }

  private static boolean isHalf(String json, int at, char first) {
    if (at + ESCAPE > json.length() || json.charAt(at) != '\\' || json.charAt(at + 1) != 'u') {
      return false;
    }
    int value = 0;
    for (int i = at + 2; i < at + ESCAPE; i++) {
      int digit = Character.digit(json.charAt(i), 16);
      if (digit < 0) {
        return false;
      }
      value = value * 16 + digit;
    }
    return (value & 0xfc00) == first;
  }
}
