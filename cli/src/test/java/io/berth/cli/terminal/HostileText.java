/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.terminal;

import java.util.List;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Texts that try to be obeyed by a terminal, and what must never reach one. */
public final class HostileText {

  /** Each class of characters by its bounds, written down here and not taken from the code. */
  private static final List<int[]> FORBIDDEN =
      List.of(
          new int[] {0x00, 0x08},
          new int[] {0x0b, 0x1f},
          new int[] {0x7f, 0x9f},
          new int[] {0xad, 0xad},
          new int[] {0x34f, 0x34f},
          new int[] {0x61c, 0x61c},
          new int[] {0x115f, 0x1160},
          new int[] {0x180b, 0x180f},
          new int[] {0x200b, 0x200f},
          new int[] {0x2028, 0x202e},
          new int[] {0x2060, 0x206f},
          new int[] {0x3164, 0x3164},
          new int[] {0xd800, 0xdfff},
          new int[] {0xfe00, 0xfe0d},
          new int[] {0xfeff, 0xfeff},
          new int[] {0xffa0, 0xffa0},
          new int[] {0xfff0, 0xfffb},
          new int[] {0xfffe, 0xffff},
          new int[] {0x1d173, 0x1d17a},
          new int[] {0xe0001, 0xe0001},
          new int[] {0xe0020, 0xe007f},
          new int[] {0xe0100, 0xe01ef});

  private static final List<String> SEQUENCES =
      List.of(
          "\u001b[31m",
          "\u001b[2J\u001b[H",
          "\u001b]0;title\u0007",
          "\u001b]8;;https://example.com\u001b\\link\u001b]8;;\u001b\\",
          "\u001b]52;c;cm0gLXJm\u0007",
          "\u001bP\"p\u001b\\",
          "\u009b31m",
          "\u009d0;title\u009c",
          "\r",
          "\r\n",
          "\n",
          "\t",
          "\b\b\b",
          "\u0000",
          "\u202egnp.exe\u202c",
          "\u2066\u2067\u2069",
          "\u2028",
          "\ud83d",
          "\\u202e",
          "2026-11-29T12:00:00Z  INFO  cart-1  forged");

  private static final List<String> PLAIN =
      List.of("cart", "Zahlung fehlgeschlagen: 3 €", "支払い", "😀", "a/b", "{\"x\":1}", "  ", "'");

  private HostileText() {}

  /** Whether no terminal may get it; line ends and tabs it may. */
  public static IntPredicate forbidden() {
    return character ->
        FORBIDDEN.stream().anyMatch(range -> character >= range[0] && character <= range[1]);
  }

  /** Every character that is forbidden. */
  static IntStream everyForbidden() {
    return FORBIDDEN.stream().flatMapToInt(range -> IntStream.rangeClosed(range[0], range[1]));
  }

  /** A text with some of them; it has a plain beginning, so that it is told where it stands. */
  public static String any(Random random) {
    var text = new StringBuilder("t");
    for (int i = random.nextInt(8); i >= 0; i--) {
      switch (random.nextInt(3)) {
        case 0 -> text.append(PLAIN.get(random.nextInt(PLAIN.size())));
        case 1 -> text.append(SEQUENCES.get(random.nextInt(SEQUENCES.size())));
        default -> {
          int[] range = FORBIDDEN.get(random.nextInt(FORBIDDEN.size()));
          text.appendCodePoint(range[0] + random.nextInt(range[1] - range[0] + 1));
        }
      }
    }
    return text.toString();
  }
}
