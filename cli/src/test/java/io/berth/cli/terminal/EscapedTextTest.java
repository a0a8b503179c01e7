/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class EscapedTextTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "a\u001b[31mred\u001b[0m | a\\x1b[31mred\\x1b[0m",
        "a\u0007b               | a\\x07b",
        "a\u0000b               | a\\x00b",
        "a\u0008\u0008b         | a\\x08\\x08b",
        "a\u007fb               | a\\u007fb",
        "a\u009b31m             | a\\u009b31m",
        "a\u0085b               | a\\u0085b",
        "x\u202egnp.exe         | x\\u202egnp.exe",
        "x\u2066y\u2069         | x\\u2066y\\u2069",
        "x\u200by               | x\\u200by",
        "x\u200dy               | x\\u200dy",
        "x\ufeffy               | x\\ufeffy",
        "a\u2028b\u2029c        | a\\u2028b\\u2029c",
        "soft\u00adhyphen       | soft\\u00adhyphen",
        "a\ud800b               | a\\ud800b",
        "a\udb40\udc41b         | a\\udb40\\udc41b",
        "\u3164                 | \\u3164",
      })
  void whatATerminalWouldObeyOrHide_isShown(String text, String shown) {
    assertThat(EscapedText.of(text)).isEqualTo(shown);
    assertThat(EscapedText.line(text)).isEqualTo(shown);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "plain",
        "Größe 3 €, naïve, Ελλάδα, Привет, עברית, العربية, 支払い, 한국어",
        "😀 ⚠️ ✓ ✗ ██····",
        "a\u00a0b c",
        "e\u0301",
        "\\x1b \\u202e",
        "\u2026\u201cquoted\u201d \u2192"
      })
  void everythingElse_staysAsItIs(String text) {
    assertThat(EscapedText.of(text)).isEqualTo(text);
    assertThat(EscapedText.line(text)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"'a\nb', 'a\nb', a↵b", "'a\r\nb', 'a\nb', a↵b", "'a\tb', 'a\tb', a\\tb"})
  void lineEndsAndTabs_stayInATextOfLines_andAreShownOnOneLine(
      String text, String shown, String line) {
    assertThat(EscapedText.of(text)).isEqualTo(shown);
    assertThat(EscapedText.line(text)).isEqualTo(line);
  }

  @Test
  void loneCarriageReturn_isEscaped() {
    assertThat(EscapedText.of("FAILED\rOK    ")).isEqualTo("FAILED\\x0dOK    ");
    assertThat(EscapedText.line("a\n\rb")).isEqualTo("a↵\\x0db");
  }

  @Test
  void noForbiddenCharacter_isShownAsItself() {
    HostileText.everyForbidden()
        .forEach(
            character -> {
              String text = "a" + Character.toString(character) + "b";
              assertThat(EscapedText.of(text).codePoints())
                  .as("U+%04X", character)
                  .noneMatch(shown -> HostileText.forbidden().test(shown));
              assertThat(EscapedText.of(text)).startsWith("a").endsWith("b").hasSizeGreaterThan(5);
            });
  }

  @Test
  void anyText_isSafe_oneLineWhereItMustBe_andStaysTheSameWhenShownAgain() {
    for (int seed = 0; seed < 5_000; seed++) {
      String text = HostileText.any(new Random(seed));
      String shown = EscapedText.of(text);
      String line = EscapedText.line(text);

      assertThat(shown.codePoints())
          .as("seed %d", seed)
          .noneMatch(character -> HostileText.forbidden().test(character));
      assertThat(line).as("seed %d", seed).doesNotContain("\n", "\t");
      assertThat(line.codePoints()).noneMatch(character -> HostileText.forbidden().test(character));
      assertThat(EscapedText.of(shown)).isEqualTo(shown);
      assertThat(EscapedText.line(line)).isEqualTo(line);
    }
  }

  @Test
  void json_staysTheJsonThatItIs() {
    var mapper = JsonMapper.shared();
    for (int seed = 0; seed < 2_000; seed++) {
      var object = mapper.createObjectNode();
      object.put(HostileText.any(new Random(seed)), HostileText.any(new Random(-seed)));

      assertThat(mapper.readTree(EscapedText.of(object.toString())))
          .as("seed %d", seed)
          .isEqualTo(object);
    }
  }
}
