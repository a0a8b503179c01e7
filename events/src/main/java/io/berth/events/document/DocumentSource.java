/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.document;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The bytes of a document as text, with the place of everything in them that no document may hold.
 * What cannot be read stands in the text as U+FFFD, so that the rest can be read and its faults be
 * told too.
 */
public final class DocumentSource {

  /**
   * What no document may hold.
   *
   * @param offset where in the text, in {@code char}s; -1 for what stood before it
   * @param found what is there
   * @param wanted what would have been accepted
   */
  public record InvalidText(int offset, String found, String wanted) {}

  private static final char UNREADABLE = '\uFFFD';
  private static final int MOST_SPOTS = 100;
  private static final String UTF_8_WANTED = "UTF-8 without a byte order mark";

  private final String text;
  private final List<InvalidText> spots;
  private final int[] lines;
  private final int[] pairs;

  private DocumentSource(String text, List<InvalidText> spots) {
    this.text = text;
    this.spots = spots;
    this.lines = lines(text);
    this.pairs = pairs(text);
  }

  /** The text of the bytes, which are UTF-8 or say where they are not. */
  public static DocumentSource of(byte[] bytes, Author author) {
    List<InvalidText> spots = new ArrayList<>();
    String other = otherEncoding(bytes);
    if (!other.isEmpty()) {
      spots.add(new InvalidText(0, other, UTF_8_WANTED));
      return new DocumentSource("", spots);
    }
    StringBuilder text = decode(bytes, spots);
    if (!text.isEmpty() && text.charAt(0) == Characters.BYTE_ORDER_MARK) {
      text.deleteCharAt(0);
      spots.replaceAll(spot -> new InvalidText(spot.offset() - 1, spot.found(), spot.wanted()));
      spots.addFirst(new InvalidText(-1, "a byte order mark", UTF_8_WANTED));
    }
    if (author == Author.PERSON) {
      replaceInvisible(text, spots);
    }
    spots.sort(java.util.Comparator.comparingInt(InvalidText::offset));
    return new DocumentSource(text.toString(), spots);
  }

  /** No document begins with NUL characters, so that NUL bytes tell of wider ones. */
  private static String otherEncoding(byte[] bytes) {
    int first = bytes.length < 2 ? -1 : (bytes[0] & 0xff) << 8 | bytes[1] & 0xff;
    if (first == 0xfeff || first == 0xfffe) {
      return "UTF-16";
    }
    int zeros = 0;
    for (int i = 0; i < 4 && i < bytes.length; i++) {
      zeros += bytes[i] == 0 ? 1 : 0;
    }
    return zeros >= 2 ? "UTF-16 or UTF-32" : "";
  }

  private static StringBuilder decode(byte[] bytes, List<InvalidText> spots) {
    String text = new String(bytes, UTF_8);
    if (text.indexOf(UNREADABLE) < 0) {
      return new StringBuilder(text);
    }
    CharsetDecoder decoder =
        UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    for (CoderResult result = decoder.decode(in, out, true);
        result.isError();
        result = decoder.decode(in, out, true)) {
      if (spots.size() < MOST_SPOTS) {
        spots.add(
            new InvalidText(
                out.position(),
                "bytes that are no UTF-8: " + hex(in, result.length()),
                UTF_8_WANTED));
      }
      in.position(in.position() + result.length());
      out.put(UNREADABLE);
    }
    return new StringBuilder(out.flip());
  }

  private static String hex(ByteBuffer in, int length) {
    StringBuilder hex = new StringBuilder();
    for (int i = 0; i < length; i++) {
      hex.append(i == 0 ? "" : " ").append("%02X".formatted(in.get(in.position() + i)));
    }
    return hex.toString();
  }

  private static void replaceInvisible(StringBuilder text, List<InvalidText> spots) {
    for (int i = 0; i < text.length(); i++) {
      char character = text.charAt(i);
      if ((character >= ' ' && character < 0x7f) || isWhitespace(character)) {
        continue;
      }
      int point = text.codePointAt(i);
      boolean mark = Characters.turnsDirection(point) || point == Characters.BYTE_ORDER_MARK;
      if (mark || Characters.isInvisible(point)) {
        if (spots.size() < MOST_SPOTS) {
          spots.add(new InvalidText(i, Characters.named(point), wanted(point, mark)));
        }
        // The offsets stay what they are, in chars and in code points.
        text.setCharAt(i + Character.charCount(point) - 1, UNREADABLE);
        text.setCharAt(i, UNREADABLE);
      }
      i += Character.charCount(point) - 1;
    }
  }

  private static boolean isWhitespace(char character) {
    return character == '\t' || character == '\n' || character == '\r';
  }

  private static String wanted(int point, boolean mark) {
    return mark
        ? "nothing there; where it is meant, its escape \\u%04x within double quotes"
            .formatted(point)
        : "text without control characters";
  }

  private static int[] lines(String text) {
    int[] starts = new int[16];
    int count = 1;
    for (int i = 0; i < text.length(); i++) {
      char character = text.charAt(i);
      boolean ends =
          character == '\n'
              || (character == '\r' && (i + 1 == text.length() || text.charAt(i + 1) != '\n'));
      if (ends) {
        if (count == starts.length) {
          starts = Arrays.copyOf(starts, count * 2);
        }
        starts[count++] = i + 1;
      }
    }
    return Arrays.copyOf(starts, count);
  }

  /** Where characters begin that take two {@code char}s. */
  private static int[] pairs(String text) {
    return java.util.stream.IntStream.range(0, text.length())
        .filter(i -> Character.isHighSurrogate(text.charAt(i)))
        .toArray();
  }

  public String text() {
    return text;
  }

  /** What no document may hold, in the order of the text. */
  List<InvalidText> spots() {
    return spots;
  }

  /** The place of a {@code char} of the text, or of its end. */
  public Position position(int offset) {
    int at = Math.clamp(offset, 0, text.length());
    int found = Arrays.binarySearch(lines, at);
    int line = found >= 0 ? found : -found - 2;
    int column = at - lines[line] - (pairsBefore(at) - pairsBefore(lines[line])) + 1;
    return new Position(line + 1, column);
  }

  private int pairsBefore(int offset) {
    int found = Arrays.binarySearch(pairs, offset);
    return found >= 0 ? found : -found - 1;
  }
}
