/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.document;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.berth.events.InvalidField;
import java.nio.charset.Charset;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class JsonReaderTest {

  static Stream<Arguments> refused() {
    return Stream.of(
        arguments(
            "{'a': 1}",
            "found a single quote, wanted double quotes around names and texts (line 1, column 2)"),
        arguments(
            "{a: 1}",
            "found a name without quotes, wanted double quotes around the name (line 1, column 2)"),
        arguments(
            "{\"a\": yes}",
            "a: found a word without quotes, wanted a value: text in double quotes, a number, true,"
                + " false, null, a list or an object (line 1, column 7)"),
        arguments(
            "{\"a\":\n // why\n 1}",
            "a: found a comment, wanted JSON without comments; YAML may have them, after a # (line"
                + " 2, column 2)"),
        arguments(
            "{\"a\": 1,\n}",
            "found '}' after a comma or colon, wanted a value there, or no comma (line 2, column 1)"),
        arguments(
            "{\"a\": [1,]}",
            "a[1]: found ']' after a comma or colon, wanted a value there, or no comma (line 1,"
                + " column 10)"),
        arguments(
            "{\"a\": 1 \"b\": 2}",
            "found '\"', wanted a comma between two values, or the end (line 1, column 9)"),
        arguments(
            "{\"a\" 1}",
            "a: found '1', wanted a colon between a name and its value (line 1, column 6)"),
        arguments(
            "{\"a\": 01}",
            "a: found a number with a leading zero, wanted a number without, or text in quotes (line"
                + " 1, column 8)"),
        arguments(
            "{\"a\": 0x1F}",
            "found 'x' within a number, wanted decimal digits alone, or text in quotes (line 1,"
                + " column 8)"),
        arguments(
            "{\"a\": +1}",
            "a: found a number with a plus sign, wanted a number without (line 1, column 7)"),
        arguments(
            "{\"a\": -Infinity}",
            "a: found NaN or Infinity, wanted a number, or leave the field out (line 1, column 7)"),
        arguments(
            "{\"a\": 1e400}",
            "a: found 1e400, wanted a number that a computer can count with, at most 1.7e308 (line 1,"
                + " column 7)"),
        arguments(
            "{\"a\": 1" + "0".repeat(1_000_000) + "}",
            "a: found a number of 1000001 characters, wanted at most 100 (line 1, column 7)"),
        arguments(
            "{\"a\": \"\\x\"}",
            "a: found the escape \\x, wanted one of \\\" \\\\ \\/ \\b \\f \\n \\r \\t or \\u with four digits;"
                + " \\\\ for a backslash (line 1, column 9)"),
        arguments(
            "{\"a\": \"b\nc\"}",
            "a: found U+000A (LINE FEED (LF)) within a text, wanted its escape, such as \\n for a line"
                + " break and \\t for a tab (line 1, column 9)"),
        arguments(
            "{\"a\": \"b",
            "a: found the end of the document, wanted the closing quote of a text (line 1, column 9)"),
        arguments(
            "{\"a\": [1",
            "a[1]: found the end of the document, wanted the list's end, ] (line 1, column 9)"),
        arguments(
            "[1}", "[1]: found '}', wanted the end of what was begun last (line 1, column 3)"),
        arguments(
            "{} {}",
            "found more after the end of the value, wanted one JSON value alone (line 1, column 4)"),
        arguments("", "found nothing, wanted a JSON value (line 1, column 1)"),
        arguments(
            "\ufeff{}",
            "found a byte order mark, wanted UTF-8 without a byte order mark (line 1, column 1)"),
        arguments(
            "[".repeat(65),
            "[0]".repeat(64)
                + ": found more than 64 levels of objects and lists, wanted at most 64 (line 1, column 65)"));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void invalidJson_isRejected_withPositionAndAdvice(String json, String fault) {
    assertThat(read(json).faults()).extracting(InvalidField::toString).containsExactly(fault);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"a\":1,\"a\":2}                    | a      | 1 | 8",
        "{\"a\":1,\"\\u0061\":2}               | a      | 1 | 8",
        "{\"x\":{\"a\":1,\"b\":2,\"a\":3}}         | x.a    | 1 | 19",
        "[{\"a\":{}},{\"a\":[],\"a\":[]}]        | [1].a  | 1 | 19",
        "{\"😀\":1,\"\\ud83d\\ude00\":2}         | 😀     | 1 | 8"
      })
  void duplicateName_isRejected_atAnyDepth_despiteEscapes(
      String json, String field, int line, int column) {
    assertThat(read(json).faults())
        .singleElement()
        .satisfies(
            fault -> {
              assertThat(fault.field()).isEqualTo(field);
              assertThat(fault.found()).startsWith("a second '").contains("the first is in line 1");
              assertThat(fault.line()).isEqualTo(line);
              assertThat(fault.column()).isEqualTo(column);
            });
  }

  @Test
  void everyFault_isReported() {
    assertThat(
            read("{\"a\": \"\\u001b\",\n \"a\": 1e999,\n \"b\": {\"c\": \"x\u007f\", \"c\": \"\\udc00\"}}")
                .faults())
        .extracting(InvalidField::toString)
        .containsExactly(
            "a: found U+001B (ESCAPE), wanted text without control characters; tabs and line breaks"
                + " alone are allowed (line 1, column 7)",
            "a: found a second 'a'; the first is in line 1, column 2, wanted each field once: keep"
                + " one of the two (line 2, column 2)",
            "a: found 1e999, wanted a number that a computer can count with, at most 1.7e308 (line 2,"
                + " column 7)",
            "b.c: found U+007F (DELETE), wanted text without control characters (line 3, column 15)",
            "b.c: found a second 'c'; the first is in line 3, column 8, wanted each field once: keep"
                + " one of the two (line 3, column 19)",
            "b.c: found U+DC00, half of a surrogate pair, wanted whole characters: a pair of"
                + " surrogates, or neither (line 3, column 24)");
  }

  @Test
  void directionControls_areRejectedRaw_andReadAsEscapes() {
    assertThat(read("{\"a\": \"x\u202ey\"}").faults())
        .extracting(InvalidField::toString)
        .containsExactly(
            "a: found U+202E (RIGHT-TO-LEFT OVERRIDE), wanted nothing there; where it is meant, its"
                + " escape \\u202e within double quotes (line 1, column 9)");
    assertThat(read("{\"a\": \"x\\u202ey\"}").faults()).isEmpty();
    assertThat(read("{\"x\\u202ey\": 1}").faults()).hasSize(1); // a name is read in a line
  }

  static Stream<Arguments> otherBytes() {
    return Stream.of(
        arguments(new int[] {'"', 0xC0, 0x80, '"'}, "bytes that are no UTF-8: C0"), // overlong NUL
        arguments(new int[] {'"', 0xE0, 0x80, 0xAF, '"'}, "bytes that are no UTF-8: E0"),
        arguments(new int[] {'"', 0xED, 0xA0, 0x80, '"'}, "bytes that are no UTF-8: ED"),
        arguments(new int[] {'"', 0xF4, 0x90, 0x80, 0x80, '"'}, "bytes that are no UTF-8: F4"),
        arguments(new int[] {'"', 0xFC, '"'}, "bytes that are no UTF-8: FC"),
        arguments(new int[] {'"', 'a', 0xC3, '"'}, "bytes that are no UTF-8: C3"));
  }

  @ParameterizedTest
  @MethodSource("otherBytes")
  void invalidUtf8_isRejectedAtItsPosition(int[] values, String found) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    for (Author author : Author.values()) {
      assertThat(JsonReader.read(bytes, author).faults().getFirst().found()).startsWith(found);
    }
  }

  @Test
  void otherEncodings_areNamed() {
    for (Charset charset : new Charset[] {UTF_16, UTF_16LE, Charset.forName("UTF-32BE")}) {
      Document document = JsonReader.read("{\"a\": 1}".getBytes(charset), Author.PERSON);
      assertThat(document.root()).isNull();
      assertThat(document.faults().getFirst().found()).startsWith("UTF-16");
      assertThat(document.faults().getFirst().wanted()).startsWith("UTF-8");
    }
  }

  @Test
  void observedText_mayHaveControlCharacters_butNoLoneSurrogates() {
    String json = "{\"a\": \"\\u001b[31m\\u0000\u009b\u202e\"}";
    assertThat(JsonReader.read(json.getBytes(UTF_8), Author.PROGRAM).faults()).isEmpty();
    assertThat(JsonReader.read("[\"\\ud800\"]".getBytes(UTF_8), Author.PROGRAM).faults())
        .hasSize(1);
  }

  @Test
  void oversizedInput_isNotRead() {
    Document document = JsonReader.read(new byte[DocumentBuilder.MOST_BYTES + 1], Author.PERSON);
    assertThat(document.faults())
        .extracting(InvalidField::toString)
        .containsExactly("found 4194305 bytes, wanted at most 4194304 bytes");
  }

  @Test
  void secret_isNeverPartOfAFault() {
    for (String json :
        new String[] {
          "{\"PASSWORD\": hunter2}",
          "{\"PASSWORD\": 'hunter2'}",
          "{\"PASSWORD\": \"hunter2}",
          "{\"PASSWORD\": \"hunter2\\x\"}",
          "{\"PASSWORD\": \"hunter2\\ud800\"}",
          "{\"PASSWORD\": \"hunter2\" \"hunter2\"}"
        }) {
      assertThat(read(json).faults()).isNotEmpty();
      assertThat(read(json).faults().toString()).doesNotContain("hunter");
    }
  }

  private static Document read(String json) {
    return JsonReader.read(json.getBytes(UTF_8), Author.PERSON);
  }
}
