/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.redaction;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Scans bytes once, without allocation, for anything that could be a secret and returns which kinds
 * could be present.
 */
final class SecretPrefilter {

  /** Enough digits for a card's number or a person's. */
  static final int NUMBER = 1;

  /** A word for a secret, which may stand beside it. */
  static final int NAME = 1 << 1;

  /** A scheme of HTTP authentication. */
  static final int SCHEME = 1 << 2;

  /** The head of a private key, its end, or what may be a line between them. */
  static final int KEY_BLOCK = 1 << 3;

  /** Base64 that begins like a JSON object. */
  static final int JWT = 1 << 4;

  /** An address, which may have a password in it. */
  static final int URL = 1 << 5;

  /** The head of a key that its issuer made to be known by. */
  static final int ISSUED = 1 << 6;

  /** The code on the back of a card. */
  static final int CARD_CODE = 1 << 7;

  /** A header with cookies. */
  static final int COOKIE = 1 << 8;

  /** An option of a command line that takes a password. */
  static final int OPTION = 1 << 9;

  /** A place at which somebody logs in, with a slash before it. */
  static final int LOGIN = 1 << 10;

  /** Letters that JSON writes as escapes; what they say shows only when they are read. */
  static final int ESCAPE = 1 << 11;

  static final int ANY = (1 << 12) - 1;

  private static final int MIN_CARD = 13;
  private static final int MAX_LOGIN = 160;

  /** The first characters of names beyond ASCII, of two bytes or three. */
  private static final byte[][] FOREIGN =
      "密 口 秘 令 パ 暗 비 п П ｐ Ｐ ｔ Ｔ ｓ Ｓ"
          .codePoints()
          .filter(point -> point != ' ')
          .mapToObj(point -> Character.toString(point).getBytes(UTF_8))
          .toArray(byte[][]::new);

  /** Of bytes beyond ASCII: whether one of those begins with it. */
  private static final boolean[] BEGINS_FOREIGN = new boolean[128];

  private static final int DIGIT = 1;
  private static final int JOINS = 2;
  private static final int STARTS = 4;
  private static final int PART_OF_WORD = 8;

  /** Of ASCII: whether it is a digit, may stand between the digits of a number, begins a word. */
  private static final byte[] KINDS = new byte[128];

  /**
   * The third letters of words by their first two: one bit for each letter, the last for others.
   */
  private static final int[] THIRDS = new int[128 * 128];

  /** Words by their first two letters, however these are written; null where there are none. */
  private static final PrefilterWord[] @Nullable [] WORDS = new PrefilterWord[128 * 128][];

  /**
   * Something that a rule wants.
   *
   * @param letters in lower case
   * @param group the rules that want it
   * @param alone whether no letter, digit or underscore may stand before it
   */
  private record PrefilterWord(byte[] letters, int group, boolean alone) {}

  static {
    PrefilterWords.each(SecretPrefilter::add);
    for (byte[] letter : FOREIGN) {
      BEGINS_FOREIGN[letter[0] & 127] = true;
    }
    for (char digit = '0'; digit <= '9'; digit++) {
      KINDS[digit] |= DIGIT | PART_OF_WORD;
    }
    for (char letter = 'a'; letter <= 'z'; letter++) {
      KINDS[letter] |= PART_OF_WORD;
      KINDS[Character.toUpperCase(letter)] |= PART_OF_WORD;
    }
    KINDS['_'] |= PART_OF_WORD;
    KINDS['@'] |= STARTS;
    for (char between : " -+%Dd\\u._/\t".toCharArray()) {
      KINDS[between] |= JOINS;
    }
  }

  private SecretPrefilter() {}

  static int of(String text) {
    byte[] utf8 = text.getBytes(UTF_8);
    return of(utf8, 0, utf8.length);
  }

  /** What is found, as a set of the constants; 0 where nothing is. */
  static int of(byte[] utf8, int from, int length) {
    int to = from + length;
    int digits = 0;
    int found = 0;
    for (int i = from; i < to; i++) {
      int b = utf8[i];
      int kind = b < 0 ? kindBeyondAscii(utf8, i, from) : KINDS[b];
      if ((kind & DIGIT) != 0) {
        found |= ++digits >= MIN_CARD ? NUMBER : 0;
      } else if ((kind & JOINS) == 0) {
        digits = 0;
      }
      if ((kind & STARTS) != 0 && mayStart(utf8, b, i, to)) {
        found |= groups(utf8, i, from, to);
      }
    }
    return PrivateKeyFragments.isLine(utf8, from, length) ? found | KEY_BLOCK : found;
  }

  /** By three letters; those beyond ASCII are left to a closer look. */
  private static boolean mayStart(byte[] utf8, int b, int at, int to) {
    if (b < 0 || b == '@' || at + 2 >= to) {
      return true;
    }
    int second = utf8[at + 1];
    int thirds = second < 0 ? 0 : THIRDS[b << 7 | second];
    return thirds != 0 && (thirds & 1 << third(utf8[at + 2])) != 0;
  }

  private static int third(int letter) {
    int lower = letter | 32;
    return lower >= 'a' && lower <= 'z' ? lower - 'a' : 31;
  }

  /** Everything beyond ASCII may stand between digits. */
  private static int kindBeyondAscii(byte[] utf8, int i, int from) {
    return isFullWidthDigit(utf8, i, from)
        ? DIGIT
        : BEGINS_FOREIGN[utf8[i] & 127] ? JOINS | STARTS : JOINS;
  }

  /** Full-width digits are EF BC 90 to EF BC 99; counted at their last byte. */
  private static boolean isFullWidthDigit(byte[] utf8, int i, int from) {
    return i >= from + 2
        && utf8[i - 2] == (byte) 0xEF
        && utf8[i - 1] == (byte) 0xBC
        && utf8[i] >= (byte) 0x90
        && utf8[i] <= (byte) 0x99;
  }

  /** Whether one of the characters stands there with which a name begins. */
  private static boolean startsForeign(byte[] utf8, int at, int to) {
    for (byte[] letter : FOREIGN) {
      if (Arrays.equals(utf8, at, Math.min(to, at + letter.length), letter, 0, letter.length)) {
        return true;
      }
    }
    return false;
  }

  private static int groups(byte[] utf8, int at, int from, int to) {
    int first = utf8[at];
    if (first < 0) {
      return startsForeign(utf8, at, to) ? NAME : 0;
    }
    if (first == '@') {
      return hasSlashBefore(utf8, at, from) ? LOGIN : 0;
    }
    if (at + 1 >= to || utf8[at + 1] < 0) {
      return 0;
    }
    PrefilterWord[] words = WORDS[pair(first, utf8[at + 1])];
    int found = 0;
    if (words != null) {
      for (PrefilterWord word : words) {
        if ((found & word.group()) == 0
            && matches(word.letters(), utf8, at, to)
            && (!word.alone() || standsAlone(utf8, at, from))) {
          found |= word.group();
        }
      }
    }
    return found;
  }

  /** {@code name/secret@}, with quotation marks at most. */
  private static boolean hasSlashBefore(byte[] utf8, int at, int from) {
    int least = Math.max(from, at - MAX_LOGIN);
    for (int i = at - 1; i >= least && utf8[i] != ' '; i--) {
      if (utf8[i] == '/') {
        return true;
      }
    }
    return false;
  }

  /** Behind {@code \n} and {@code %20} a word begins, whatever these end in. */
  private static boolean standsAlone(byte[] utf8, int at, int from) {
    if (at == from) {
      return true;
    }
    int before = utf8[at - 1];
    return before < 0
        || (KINDS[before] & PART_OF_WORD) == 0
        || at - 2 >= from && utf8[at - 2] == '\\'
        || at - 3 >= from && utf8[at - 3] == '%';
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

  private static void add(String text, int group, boolean alone) {
    PrefilterWord word = new PrefilterWord(text.getBytes(US_ASCII), group, alone);
    for (int first : spellings(word.letters()[0])) {
      KINDS[first] |= STARTS;
      for (int second : spellings(word.letters()[1])) {
        int pair = pair(first, second);
        PrefilterWord[] before = WORDS[pair];
        PrefilterWord[] after =
            before == null ? new PrefilterWord[1] : Arrays.copyOf(before, before.length + 1);
        after[after.length - 1] = word;
        WORDS[pair] = after;
        THIRDS[pair] |= word.letters().length > 2 ? 1 << third(word.letters()[2]) : -1;
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
