/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.document;

import org.jspecify.annotations.Nullable;

/** Which characters a text may hold, and how text that may not be shown is shown. */
public final class Characters {

  /**
   * What is wrong in a text.
   *
   * @param index where, in {@code char}s
   * @param found the character by its number and name, never itself
   * @param wanted what would have been accepted
   */
  public record InvalidCharacter(int index, String found, String wanted) {}

  static final int BYTE_ORDER_MARK = 0xfeff;

  private static final String WANTED_VISIBLE =
      "text without control characters; tabs and line breaks alone are allowed";
  private static final String WANTED_WHOLE = "whole characters: a pair of surrogates, or neither";
  private static final String WANTED_LINE =
      "one line: no control characters, no line breaks, no marks of writing direction";

  private Characters() {}

  /**
   * The first flaw of a text of several lines: a control character other than tab and line break
   * ({@code LF} or {@code CR LF}), half of a surrogate pair, or a noncharacter.
   */
  public static @Nullable InvalidCharacter inText(String text) {
    return first(text, false);
  }

  /**
   * The first flaw of a text that is shown in a line, such as a name: what {@link #inText} finds,
   * every tab and line break, and marks that turn the direction of writing.
   */
  public static @Nullable InvalidCharacter inLine(String text) {
    return first(text, true);
  }

  /** The first half of a surrogate pair without its other half: no encoding can pass it on. */
  public static @Nullable InvalidCharacter inUnicode(String text) {
    for (int i = 0; i < text.length(); i++) {
      char character = text.charAt(i);
      if (Character.isSurrogate(character)) {
        if (isHalf(text.codePointAt(i))) {
          return lone(i, character);
        }
        i++;
      }
    }
    return null;
  }

  private static @Nullable InvalidCharacter first(String text, boolean oneLine) {
    for (int i = 0; i < text.length(); i++) {
      char character = text.charAt(i);
      if (character >= ' ' && character < 0x7f) {
        continue;
      }
      int point = text.codePointAt(i);
      if (isHalf(point)) {
        return lone(i, character);
      }
      boolean allowed = oneLine ? !breaksLine(point) : !isInvisible(point) || isBreak(text, i);
      if (!allowed) {
        return new InvalidCharacter(i, named(point), oneLine ? WANTED_LINE : WANTED_VISIBLE);
      }
      i += Character.charCount(point) - 1;
    }
    return null;
  }

  private static boolean isHalf(int point) {
    return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
  }

  private static InvalidCharacter lone(int index, char half) {
    return new InvalidCharacter(
        index, "U+%04X, half of a surrogate pair".formatted((int) half), WANTED_WHOLE);
  }

  /** Tab and line break; a lone {@code CR} would let a line write over another. */
  private static boolean isBreak(String text, int index) {
    char character = text.charAt(index);
    return character == '\t'
        || character == '\n'
        || (character == '\r' && index + 1 < text.length() && text.charAt(index + 1) == '\n');
  }

  private static boolean breaksLine(int point) {
    return isInvisible(point)
        || point == 0x2028
        || point == 0x2029
        || point == BYTE_ORDER_MARK
        || turnsDirection(point);
  }

  /** C0, DEL, C1 and noncharacters. */
  static boolean isInvisible(int point) {
    return Character.isISOControl(point)
        || (point & 0xfffe) == 0xfffe
        || (point >= 0xfdd0 && point <= 0xfdef);
  }

  /** Embeddings, overrides and isolates: what is read is then not what is run. */
  static boolean turnsDirection(int point) {
    return (point >= 0x202a && point <= 0x202e) || (point >= 0x2066 && point <= 0x2069);
  }

  /** A character that cannot be shown, such as {@code U+001B (ESCAPE)}. */
  static String named(int point) {
    String name = Character.getName(point);
    String number = "U+%04X".formatted(point);
    return name == null ? number + " (noncharacter)" : number + " (" + name + ")";
  }

  /** The text in one line, with an escape such as {@code \u001b} for what cannot be shown. */
  public static String visible(String text) {
    return inLine(text) == null ? text : escaped(text, false);
  }

  /** As {@link #visible}, and tabs and line breaks stay: for a terminal. */
  public static String visibleLines(String text) {
    return inLine(text) == null ? text : escaped(text, true);
  }

  private static String escaped(String text, boolean breaks) {
    StringBuilder shown = new StringBuilder();
    for (int i = 0; i < text.length(); ) {
      int point = text.codePointAt(i);
      boolean kept = breaks && isBreak(text, i);
      if (!kept && (isHalf(point) || breaksLine(point))) {
        shown.append(escape(point));
      } else {
        shown.appendCodePoint(point);
      }
      i += Character.charCount(point);
    }
    return shown.toString();
  }

  private static String escape(int point) {
    return switch (point) {
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      default -> point > 0xffff ? "\\U%08x".formatted(point) : "\\u%04x".formatted(point);
    };
  }

  /** At most so many {@code char}s of a text, never half of a character. */
  public static String cut(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    boolean splits = most > 0 && Character.isHighSurrogate(text.charAt(most - 1));
    return text.substring(0, splits ? most - 1 : most);
  }
}
