/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.document;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CharactersTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "cart",
        "größer als 5 €",
        "购物车",
        "עגלה",
        "👩‍👩‍👧 and 🏴󠁧󠁢󠁥󠁮󠁧󠁿",
        "e\u0301",
        "a\u00a0b",
        "\ufffd"
      })
  void textOfAnyLanguage_isText(String text) {
    assertThat(Characters.inLine(text)).isNull();
    assertThat(Characters.inText(text)).isNull();
    assertThat(Characters.inUnicode(text)).isNull();
    assertThat(Characters.visible(text)).isSameAs(text);
  }

  @ParameterizedTest
  @CsvSource({
    "0000, U+0000 (NULL)",
    "0007, U+0007 (BEL)",
    "0008, U+0008 (BACKSPACE)",
    "000b, U+000B (LINE TABULATION)",
    "000c, U+000C (FORM FEED (FF))",
    "000d, U+000D (CARRIAGE RETURN (CR))",
    "001b, U+001B (ESCAPE)",
    "007f, U+007F (DELETE)",
    "0085, U+0085 (NEXT LINE (NEL))",
    "009b, U+009B (CONTROL SEQUENCE INTRODUCER)",
    "fdd0, U+FDD0 (noncharacter)",
    "fffe, U+FFFE (noncharacter)",
    "1ffff, U+1FFFF (noncharacter)"
  })
  void invisibleCharacter_isFoundByItsName(String hex, String name) {
    int point = Integer.parseInt(hex, 16);
    String text = "ab" + Character.toString(point) + "c";
    assertThat(Characters.inText(text)).isNotNull();
    assertThat(Characters.inText(text).index()).isEqualTo(2);
    assertThat(Characters.inText(text).found()).isEqualTo(name);
    assertThat(Characters.inLine(text)).isNotNull();
    assertThat(Characters.visible(text)).doesNotContain(Character.toString(point)).contains("\\");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\tb", "a\nb", "a\r\nb", "a\u2028b", "a\u202eb", "a\u2066b", "a\ufeffb"})
  void lineBreaksAndDirectionControls_areValidInTextOnly(String text) {
    assertThat(Characters.inText(text)).isNull();
    assertThat(Characters.inLine(text)).isNotNull();
    assertThat(Characters.inLine(text).index()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\ud800", "a\udc00", "\ud83dx", "\ude00\ud83d", "a\ud83d\ud83d\ude00"})
  void loneSurrogate_isFoundEverywhere(String text) {
    assertThat(Characters.inUnicode(text)).isNotNull();
    assertThat(Characters.inText(text)).isNotNull();
    assertThat(Characters.inLine(text)).isNotNull();
    assertThat(Characters.inUnicode(Characters.visible(text))).isNull();
  }

  @Test
  void controlCharacters_areValidUnicode() {
    assertThat(Characters.inUnicode("\u001b[31mred\u001b[0m\u0000")).isNull();
  }

  @Test
  void displayedText_isEscaped_andKeepsItsLinesForATerminal() {
    String text = "a\tb\r\nc\rd\u001b[2Je\ud800\u202e😀";
    assertThat(Characters.visible(text)).isEqualTo("a\\tb\\r\\nc\\rd\\u001b[2Je\\ud800\\u202e😀");
    assertThat(Characters.visibleLines(text)).isEqualTo("a\tb\r\nc\\rd\\u001b[2Je\\ud800\\u202e😀");
  }

  @Test
  void truncatedText_keepsWholeCharacters() {
    String text = "ab😀c";
    for (int most = 0; most <= text.length() + 1; most++) {
      assertThat(Characters.cut(text, most))
          .hasSizeLessThanOrEqualTo(most)
          .satisfies(cut -> assertThat(text).startsWith(cut))
          .satisfies(cut -> assertThat(Characters.inUnicode(cut)).isNull());
    }
    assertThat(Characters.cut(text, 3)).isEqualTo("ab");
    assertThat(Characters.cut(text, 4)).isEqualTo("ab😀");
  }
}
