/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.terminal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TerminalTest {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  @Test
  void whateverIsPrinted_inWhateverPieces_isShownAsTheWholeWouldBe() {
    for (int seed = 0; seed < 1_000; seed++) {
      var random = new Random(seed);
      // Carriage returns stand alone: whether one belongs to a line end is told by its next piece.
      String text = HostileText.any(random).replace("\r\n", "\n").replace("\ud83d", "");
      byte[] encoded = text.getBytes(UTF_8);
      bytes.reset();
      try (var out = Terminal.visible(bytes, UTF_8)) {
        for (int at = 0, length; at < encoded.length; at += length) {
          length = Math.min(1 + random.nextInt(4), encoded.length - at);
          out.write(encoded, at, length);
        }
      }
      assertThat(bytes.toString(UTF_8))
          .as("seed %d", seed)
          .isEqualTo(EscapedText.of(new String(encoded, UTF_8)));
    }
  }

  @Test
  void bytesThatAreNoText_areShownAsSuch() {
    try (var out = Terminal.visible(bytes, UTF_8)) {
      out.write(new byte[] {'a', (byte) 0x9b, '3', '1', 'm', (byte) 0xff, 'b', 0x1b}, 0, 8);
    }
    assertThat(bytes.toString(UTF_8)).isEqualTo("a\ufffd31m\ufffdb\\x1b");
  }

  @Test
  void terminalOfOtherCharset_getsBytesOfThatCharset() {
    try (var out = Terminal.visible(bytes, US_ASCII)) {
      out.print("a\u001b→\u202e");
    }
    assertThat(bytes.toString(US_ASCII)).isEqualTo("a\\x1b??");
  }

  @Test
  void printer_coloursOnlyItsOwnText() {
    var printer = new ConsolePrinter(new PrintStream(bytes, true, UTF_8), true);

    printer.print(
        StyledText.painted(StyledText.Colour.RED, "✗").and(" \u001b[32mready\u001b[0m\r"));
    printer.showStatusLine("waiting for \u001b]0;x\u0007\nkafka");

    assertThat(bytes.toString(UTF_8))
        .isEqualTo(
            "\u001b[31m✗\u001b[0m \\x1b[32mready\\x1b[0m\\x0d\n"
                + "\r\u001b[Kwaiting for \\x1b]0;x\\x07↵kafka");
  }

  @Test
  void printer_withoutTerminal_writesNoControlCharacters() {
    var printer = new ConsolePrinter(new PrintStream(bytes, true, UTF_8), false);
    for (int seed = 0; seed < 500; seed++) {
      printer.print(StyledText.painted(StyledText.Colour.GREEN, HostileText.any(new Random(seed))));
      printer.showStatusLine(HostileText.any(new Random(seed)));
    }
    assertThat(bytes.toString(UTF_8).codePoints())
        .noneMatch(character -> HostileText.forbidden().test(character));
  }
}
