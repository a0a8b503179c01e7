/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.terminal;

import java.util.ArrayList;
import java.util.List;

/**
 * Text with colours that are ours: whatever the words are, nothing but a {@link Colour} becomes an
 * escape sequence.
 *
 * @param spans one after the other
 */
public record StyledText(List<Span> spans) {

  /** A colour, as terminals number them. */
  public enum Colour {
    PLAIN(0),
    RED(31),
    GREEN(32),
    YELLOW(33);

    private final int code;

    Colour(int code) {
      this.code = code;
    }
  }

  /**
   * Words of one colour.
   *
   * @param words as they are, of any number of lines
   */
  public record Span(Colour colour, String words) {

    private String text(boolean colours) {
      String visible = EscapedText.of(words);
      return colours && colour != Colour.PLAIN
          ? "\u001b[" + colour.code + "m" + visible + "\u001b[0m"
          : visible;
    }
  }

  public StyledText {
    spans = List.copyOf(spans);
  }

  /** Words without a colour. */
  public static StyledText plain(String words) {
    return painted(Colour.PLAIN, words);
  }

  /** Words of one colour. */
  public static StyledText painted(Colour colour, String words) {
    return new StyledText(List.of(new Span(colour, words)));
  }

  /** This, and words without a colour behind it. */
  public StyledText and(String words) {
    return and(plain(words));
  }

  /** This, and the other behind it. */
  public StyledText and(StyledText other) {
    var all = new ArrayList<>(spans);
    all.addAll(other.spans);
    return new StyledText(all);
  }

  /** What is printed. */
  public String text(boolean colours) {
    var text = new StringBuilder();
    spans.forEach(span -> text.append(span.text(colours)));
    return text.toString();
  }

  /** Without colours. */
  @Override
  public String toString() {
    return text(false);
  }
}
