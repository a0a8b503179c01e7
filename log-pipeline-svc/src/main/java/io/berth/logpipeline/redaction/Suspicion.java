/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.redaction;

/** One pass over bytes that finds what could be a secret; no allocation. */
final class Suspicion {

  /** Enough digits for a card's number or a person's. */
  static final int NUMBER = 1;

  /** A word that secrets stand beside or begin with. */
  static final int WORD = 2;

  static final int ANY = NUMBER | WORD;

  private static final int SHORTEST_CARD = 13;

  private static final int HAN = (byte) 0xE5;

  private static final byte[][][] WORDS = new byte[128][][];

  static {
    // By their first letter, in lower case. A word here may be the beginning of what a rule wants.
    words('p', "pass", "pwd");
    words('s', "secret");
    words('t', "token");
    words('a', "apikey", "api_key", "api-key", "access_key", "access-key", "accesskey", "auth");
    words('b', "bearer", "basic", "begin ");
    words('d', "digest");
    words('c', "credential", "cvv", "cvc");
    words('e', "eyj");
    words(':', "://");
    words('l', "ltai");
    words('g', "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", "glpat-");
    words('x', "xox");
    words('n', "npm_");
    words('r', "rk_");
    WORDS['a'] = with(WORDS['a'], "akia", "asia", "akid", "aiza");
    WORDS['s'] = with(WORDS['s'], "sk_");
    WORDS['p'] = with(WORDS['p'], "private_key", "private-key", "privatekey");
  }

  private Suspicion() {}

  /** {@link #NUMBER} and {@link #WORD}, as they are found; 0 where nothing is. */
  static int of(byte[] utf8, int from, int length) {
    int to = from + length;
    int digits = 0;
    int found = 0;
    for (int i = from; i < to && found != ANY; i++) {
      int b = utf8[i];
      if (b >= '0' && b <= '9' || isFullWidthDigit(utf8, i)) {
        found |= ++digits >= SHORTEST_CARD ? NUMBER : 0;
      } else if (b >= 0 && !joins(b)) {
        digits = 0;
      }
      if (b > 0 ? startsWord(utf8, i, to) : b == HAN && startsHan(utf8, i, to)) {
        found |= WORD;
      }
    }
    return found;
  }

  /** Full-width digits are EF BC 90 to EF BC 99; counted at their last byte. */
  private static boolean isFullWidthDigit(byte[] utf8, int i) {
    return i >= 2
        && utf8[i - 2] == (byte) 0xEF
        && utf8[i - 1] == (byte) 0xBC
        && utf8[i] >= (byte) 0x90
        && utf8[i] <= (byte) 0x99;
  }

  /** What may stand between the digits of one number; everything beyond ASCII may. */
  private static boolean joins(int b) {
    return switch (b) {
      case ' ', '-', '+', '%', 'D', 'd', '\\', 'u', '.', '_', '/', '\t' -> true;
      default -> false;
    };
  }

  /** 密 and 口, with which the words for password and key begin. */
  private static boolean startsHan(byte[] utf8, int at, int to) {
    return at + 2 < to
        && (utf8[at + 1] == (byte) 0xAF && utf8[at + 2] == (byte) 0x86
            || utf8[at + 1] == (byte) 0x8F && utf8[at + 2] == (byte) 0xA3);
  }

  private static boolean startsWord(byte[] utf8, int at, int to) {
    byte[][] words = WORDS[lower(utf8[at])];
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
    for (int i = 1; i < word.length; i++) {
      if (utf8[at + i] < 0 || lower(utf8[at + i]) != word[i]) {
        return false;
      }
    }
    return true;
  }

  private static int lower(byte b) {
    return b >= 'A' && b <= 'Z' ? b + 32 : b;
  }

  private static void words(char first, String... words) {
    WORDS[first] = with(new byte[0][], words);
  }

  private static byte[][] with(byte[][] some, String... more) {
    byte[][] all = new byte[some.length + more.length][];
    System.arraycopy(some, 0, all, 0, some.length);
    for (int i = 0; i < more.length; i++) {
      all[some.length + i] = more[i].getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    }
    return all;
  }
}
