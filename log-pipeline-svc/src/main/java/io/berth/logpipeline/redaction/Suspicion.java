/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.redaction;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import java.util.stream.IntStream;

/** One pass over bytes that finds what could be a secret; no allocation. */
final class Suspicion {

  /** Enough digits for a card's number or a person's. */
  static final int NUMBER = 1;

  /** A word that secrets stand beside or begin with. */
  static final int WORD = 2;

  static final int ANY = NUMBER | WORD;

  private static final int SHORTEST_CARD = 13;

  private static final int HAN = (byte) 0xE5;

  private static final int DIGIT = 1;
  private static final int JOINS = 2;
  private static final int STARTS = 4;

  /** Of ASCII: whether it is a digit, may stand between the digits of a number, begins a word. */
  private static final byte[] KINDS = new byte[128];

  /** Words by their first two letters, however these are written; null where there are none. */
  private static final byte[][][] WORDS = new byte[128 * 128][][];

  static {
    // In lower case. A word here may be the beginning of what a rule wants.
    words("pass", "pwd", "secret", "token", "auth", "credential", "cvv", "cvc", "://");
    words("apikey", "api_key", "api-key", "access_key", "access-key", "accesskey");
    words("private_key", "private-key", "privatekey", "bearer", "basic", "begin ", "digest", "eyj");
    words("akia", "asia", "akid", "aiza", "ltai", "xox", "npm_", "sk_", "rk_");
    words("ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", "glpat-");
    for (char digit = '0'; digit <= '9'; digit++) {
      KINDS[digit] |= DIGIT;
    }
    for (char between : " -+%Dd\\u._/\t".toCharArray()) {
      KINDS[between] |= JOINS;
    }
  }

  private Suspicion() {}

  /** {@link #NUMBER} and {@link #WORD}, as they are found; 0 where nothing is. */
  static int of(byte[] utf8, int from, int length) {
    int to = from + length;
    int digits = 0;
    int found = 0;
    for (int i = from; i < to && found != ANY; i++) {
      int b = utf8[i];
      int kind = b < 0 ? kindBeyondAscii(utf8, i) : KINDS[b];
      if ((kind & DIGIT) != 0) {
        found |= ++digits >= SHORTEST_CARD ? NUMBER : 0;
      } else if ((kind & JOINS) == 0) {
        digits = 0;
      }
      if ((kind & STARTS) != 0 && startsWord(utf8, i, to)) {
        found |= WORD;
      }
    }
    return found;
  }

  /** Everything beyond ASCII may stand between digits. */
  private static int kindBeyondAscii(byte[] utf8, int i) {
    return isFullWidthDigit(utf8, i) ? DIGIT : utf8[i] == HAN ? JOINS | STARTS : JOINS;
  }

  /** Full-width digits are EF BC 90 to EF BC 99; counted at their last byte. */
  private static boolean isFullWidthDigit(byte[] utf8, int i) {
    return i >= 2
        && utf8[i - 2] == (byte) 0xEF
        && utf8[i - 1] == (byte) 0xBC
        && utf8[i] >= (byte) 0x90
        && utf8[i] <= (byte) 0x99;
  }

  /** 密 and 口, with which the words for password and key begin. */
  private static boolean startsHan(byte[] utf8, int at, int to) {
    return at + 2 < to
        && (utf8[at + 1] == (byte) 0xAF && utf8[at + 2] == (byte) 0x86
            || utf8[at + 1] == (byte) 0x8F && utf8[at + 2] == (byte) 0xA3);
  }

  private static boolean startsWord(byte[] utf8, int at, int to) {
    int first = utf8[at];
    if (first < 0) {
      return startsHan(utf8, at, to);
    }
    if (at + 1 >= to || utf8[at + 1] < 0) {
      return false;
    }
    byte[][] words = WORDS[pair(first, utf8[at + 1])];
    if (words != null) {
      for (byte[] word : words) {
        if (matches(word, utf8, at, to)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean matches(byte[] word, byte[] utf8, int at, int to) {
    if (at + word.length > to) {
      return false;
    }
    for (int i = 2; i < word.length; i++) {
      if (utf8[at + i] < 0 || lower(utf8[at + i]) != word[i]) {
        return false;
      }
    }
    return true;
  }

  private static int lower(byte b) {
    return b >= 'A' && b <= 'Z' ? b + 32 : b;
  }

  private static void words(String... words) {
    for (String word : words) {
      byte[] letters = word.getBytes(US_ASCII);
      for (int first : spellings(letters[0])) {
        KINDS[first] |= STARTS;
        for (int second : spellings(letters[1])) {
          int pair = pair(first, second);
          byte[][] before = WORDS[pair] == null ? new byte[0][] : WORDS[pair];
          WORDS[pair] = Arrays.copyOf(before, before.length + 1);
          WORDS[pair][before.length] = letters;
        }
      }
    }
  }

  private static int[] spellings(int lower) {
    return IntStream.of(lower, Character.toUpperCase(lower)).distinct().toArray();
  }

  private static int pair(int first, int second) {
    return first << 7 | second;
  }
}
