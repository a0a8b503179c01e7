/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.terminal;

/**
 * Makes visible what a terminal would obey, reorder or hide: control characters (escape sequences
 * begin with one), controls of the writing direction, characters without width, line separators and
 * halves of characters. ASCII controls are shown as {@code \x1b}, all others as JSON writes them,
 * so that JSON stays the JSON that it is. Pure.
 */
public final class EscapedText {

  /** Stands for a line end where one line is wanted. */
  public static final char LINE_END = '↵';

  private EscapedText() {}

  /** A text of any number of lines; line ends and tabs stay. */
  public static String of(String text) {
    return visible(text.replace("\r\n", "\n"), false);
  }

  /** A text that stays on one line, whatever stands in it. */
  public static String line(String text) {
    return visible(text.replace("\r\n", "\n"), true);
  }

  private static String visible(String text, boolean onOneLine) {
    int first = firstHidden(text, onOneLine);
    if (first == text.length()) {
      return text;
    }
    var shown = new StringBuilder(text.length() + 16).append(text, 0, first);
    text.substring(first)
        .codePoints()
        .forEach(
            character -> {
              if (isHidden(character, onOneLine)) {
                escape(character, onOneLine, shown);
              } else {
                shown.appendCodePoint(character);
              }
            });
    return shown.toString();
  }

  private static int firstHidden(String text, boolean onOneLine) {
    int at = 0;
    while (at < text.length() && !isHidden(text.codePointAt(at), onOneLine)) {
      at += Character.charCount(text.codePointAt(at));
    }
    return at;
  }

  private static void escape(int character, boolean onOneLine, StringBuilder shown) {
    if (onOneLine && character == '\n') {
      shown.append(LINE_END);
    } else if (onOneLine && character == '\t') {
      shown.append("\\t");
    } else if (character < ' ') {
      shown.append("\\x%02x".formatted(character));
    } else {
      for (char half : Character.toChars(character)) {
        shown.append("\\u%04x".formatted((int) half));
      }
    }
  }

  private static boolean isHidden(int character, boolean onOneLine) {
    if (character < 0x7f) {
      return character < ' ' && (onOneLine || character != '\n' && character != '\t');
    }
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          true;
      default -> isWithoutWidth(character) || isNoCharacter(character);
    };
  }

  /**
   * What Unicode lists as ignorable by default beside the format characters, but for FE0E and FE0F:
   * they choose between the two shapes of a sign, and hide nothing.
   */
  private static boolean isWithoutWidth(int character) {
    return switch (character) {
      case 0x034f, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x2065, 0x3164, 0xffa0 -> true;
      default ->
          character >= 0x180b && character <= 0x180f
              || character >= 0xfe00 && character <= 0xfe0d
              || character >= 0xfff0 && character <= 0xfff8
              || character >= 0xe0000 && character <= 0xe0fff;
    };
  }

  private static boolean isNoCharacter(int character) {
    return (character & 0xfffe) == 0xfffe || character >= 0xfdd0 && character <= 0xfdef;
  }
}
