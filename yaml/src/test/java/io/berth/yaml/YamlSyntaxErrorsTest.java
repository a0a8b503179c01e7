/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.yaml;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.events.InvalidField;
import io.berth.events.document.Document;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Documents that break off: each names what its author wrote and what to write instead, in the
 * words of the author and not of the parser, and none ends the reader.
 */
class YamlSyntaxErrorsTest {

  private static final String DOCUMENT =
      """
      # a document of every construct
      meta: {requestedBy: ann, list: [1, "two", 'three']}
      spec: &spec
        image: registry.example:5000/shop/cart:1.4.2
        args: ["--port=80", '--it''s', "tab\\t\\u0041"]
        text: |-
          one
            two
        folded: >
          three

          four
        ? key
        : !!str 5
        none: ~
      more:
      - *spec
      - a: 1
        b: -1.5e3
      """;

  private static final String SIGNS = "|>*&!%@`'\"\\{}[],:?-#~ \t\n0a";

  @ParameterizedTest
  @CsvSource(
      delimiter = '§',
      quoteCharacter = '¤',
      value = {
        "a: - b          § a: found a list or an object that begins behind a name, '-'",
        "a: ? b          § a: found a list or an object that begins behind a name, '?'",
        "a: *            § a: found '*' without a name behind it",
        "a: {b: *}       § a.b: found '*' without a name behind it",
        "a: & b          § a: found '&' without a name behind it",
        "a: &x &y 1      § found a second anchor or tag of a value",
        "a: !!str !!str b § found a second anchor or tag of a value",
        "a: |b           § a: found 'b' behind | or >",
        "a: | b\\n c     § a: found 'b' behind | or >",
        "a: |0\\n b      § a: found '0' behind | or >",
        "a: |10\\n b     § a: found '0' behind | or >",
        "a: |+-\\n b     § a: found '-' behind | or >",
        "a: |\\n   \\n  b § a: found an empty line with more spaces than the first line of the text",
        "a: !<x 1        § a: found a tag",
        "a: !<> 1        § a: found a tag",
        "a: !e!x 1       § a: found a tag",
        "a: !%zz b       § a: found a tag",
        "%               § found a directive, %",
        "%YAML x         § found a directive, %",
        "%YAML 1.2\\n%YAML 1.2\\n---\\na § found a directive, %",
        "---\\n%YAML 1.2 § found a directive, %",
        "a: \"\\u12\"     § a: found an escape of too few digits",
        "a: \"\\xg1\"     § a: found an escape of too few digits",
        "a: \"\\U00110000\" § a: found an escape of no character of Unicode",
        "a: \"b\" c        § found more behind the end of a value",
        "a: [b] c        § found more behind the end of a value",
        "a: {b: c} d     § found more behind the end of a value",
        "a:\\n  - b\\n c § found a line whose indent fits nothing before it",
      })
  void documentThatBreaksOff_saysWhatItsAuthorWrote(String yaml, String found) {
    assertThat(read(yaml.replace("\\n", "\n")).faults())
        .singleElement()
        .satisfies(fault -> assertThat(fault.toString()).startsWith(found + ", wanted "))
        .satisfies(YamlSyntaxErrorsTest::isInTheWordsOfTheAuthor);
  }

  @Test
  void documentWithCharactersElsewhere_isReadOrRefused_inTheWordsOfItsAuthor() {
    Random random = new Random(23);
    for (int document = 0; document < 2_000; document++) {
      StringBuilder yaml = new StringBuilder(DOCUMENT);
      for (int i = random.nextInt(1, 4); i > 0; i--) {
        int at = random.nextInt(yaml.length());
        if (random.nextBoolean()) {
          yaml.deleteCharAt(at);
        }
        yaml.insert(at, SIGNS.charAt(random.nextInt(SIGNS.length())));
      }
      assertThat(read(yaml.toString()).faults())
          .as(yaml.toString())
          .allSatisfy(YamlSyntaxErrorsTest::isInTheWordsOfTheAuthor);
    }
  }

  /** A bound of the parser's own, such as its stack, must not be met before one of the reader's. */
  @Test
  void anythingThatComesAgainAndAgain_isReadOrRefused() {
    for (String part :
        new String[] {
          "1:", "1_", "0", "9", ".", "e", "-", "+", "~", "y", "2024-", "[", "{", "{a: ", "- ", "? ",
          "a: ", ": ", "!!str ", "&a ", "*a ", "'", "\"", "\\", "%", "#", "|", ">", "\n", "\t", " ",
              ", "
        }) {
      for (String begin : new String[] {"", "a: ", "[\""}) {
        String yaml = begin + part.repeat(20_000 / part.length()) + "1";
        assertThat(read(yaml).faults())
            .as(begin + part)
            .allSatisfy(YamlSyntaxErrorsTest::isInTheWordsOfTheAuthor);
      }
    }
  }

  private static void isInTheWordsOfTheAuthor(InvalidField fault) {
    assertThat(fault.line()).isNotNull();
    assertThat(fault.column()).isNotNull();
    assertThat(fault.found()).doesNotContain("expected", "but found", "what is no YAML");
    assertThat(fault.wanted()).isNotBlank();
  }

  private static Document read(String yaml) {
    return YamlReader.read(yaml.getBytes(UTF_8));
  }
}
