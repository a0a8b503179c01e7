/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.yaml;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.berth.events.InvalidField;
import io.berth.events.document.Document;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class YamlReaderTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '§',
      quoteCharacter = '~',
      value = {
        "env: {A: &v hello, B: *v}           § {\"env\":{\"A\":\"hello\",\"B\":\"hello\"}}",
        "a: &n 5\\nb: [*n, *n]                § {\"a\":5,\"b\":[5,5]}",
        "a: &o {x: 1}\\nb: *o                 § {\"a\":{\"x\":1},\"b\":{\"x\":1}}",
        "a: &v 1\\nb: &v 2\\nc: *v             § {\"a\":1,\"b\":2,\"c\":2}",
        "&k name: &v x\\n? *v\\n: *k           § {\"name\":\"x\",\"x\":\"name\"}",
        "a: !!str 1.10\\nb: ! 5               § {\"a\":\"1.10\",\"b\":\"5\"}",
        "a: !!int 5\\nb: !!bool true\\nc: !!map {} § {\"a\":5,\"b\":true,\"c\":{}}",
        "a: '1.10'\\nb: \"yes\"\\nc: |-\\n  1e3    § {\"a\":\"1.10\",\"b\":\"yes\",\"c\":\"1e3\"}",
        "'<<': 1\\n\"1\": 2\\n'yes': 3           § {\"<<\":1,\"1\":2,\"yes\":3}",
        "{\\t\"a\":\\t1,\\n\\t\"b\": [1, 2]}         § {\"a\":1,\"b\":[1,2]}",
        "%YAML 1.2\\n---\\na: 1 # why\\n...      § {\"a\":1}",
        "a: \"\\ud83d\\ude00\\/\\e0\"               § -",
        "a:\\nb: ~\\nc: null                    § {\"a\":null,\"b\":null,\"c\":null}",
        "a: |\\n  b\\n  \\tc\\n                    § {\"a\":\"b\\n\\tc\\n\"}",
        "a: b#c\\nd: http://x:80/               § {\"a\":\"b#c\",\"d\":\"http://x:80/\"}"
      })
  void document_isReadAsItIsMeant(String yaml, String json) {
    Document read = read(yaml.replace("\\n", "\n").replace("\\t", "\t"));
    if (json.equals("-")) {
      assertThat(read.faults()).extracting(InvalidField::found).containsExactly("U+001B (ESCAPE)");
      return;
    }
    assertThat(read.faults()).isEmpty();
    assertThat(read.root()).isNotNull();
    assertThat(read.root().json()).isEqualTo(json);
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        arguments(
            "spec: {replicas: 3}\nspec: {replicas: 9}",
            "spec: found a second 'spec'; the first is in line 1, column 1, wanted each field once:"
                + " keep one of the two (line 2, column 1)"),
        arguments(
            "a:\n  b: [{c: 1,\n       \"\\u0063\": 2}]",
            "a.b[0].c: found a second 'c'; the first is in line 2, column 8, wanted each field once:"
                + " keep one of the two (line 3, column 8)"),
        arguments(
            "&k a: 1\n*k : 2",
            "a: found a second 'a'; the first is in line 1, column 1, wanted each field once: keep"
                + " one of the two (line 2, column 1)"),
        arguments(
            "base: &b {a: 1}\nmore:\n  <<: *b\n  c: 2",
            "more.<<: found a merge key, wanted the fields themselves: YAML 1.2 has no merge keys"
                + " (line 3, column 3)"),
        arguments(
            "a: *x",
            "a: found an alias, and no anchor &x before it, wanted &x before *x (line 1, column 4)"),
        arguments(
            "a: &x {b: *x}",
            "a.b: found an alias of what it stands in, wanted no document within itself (line 1,"
                + " column 11)"),
        arguments(
            "a: !!binary AAA=",
            "a: found the tag !!binary, wanted a plain value; text in quotes (line 1, column 4)"),
        arguments(
            "a: !!python/object/apply:os.system [id]",
            "a: found the tag !!python/object/apply:os.system, wanted a plain value; text in quotes"
                + " (line 1, column 4)"),
        arguments(
            "a: !!string 009",
            "a: found the tag !!string, wanted a plain value; text in quotes (line 1, column 4)"),
        arguments(
            "a: !!int \"3\"",
            "a: found the tag !!int, wanted a plain value; text in quotes (line 1, column 4)"),
        arguments(
            "a: !!float .nan",
            "a: found the tag !!float, wanted a plain value; text in quotes (line 1, column 4)"),
        arguments(
            "a: 1\n---\nb: 2",
            "found a second document, wanted one document in a file (line 2, column 1)"),
        arguments(
            "%YAML 1.1\n---\na: 1",
            "found YAML 1.1, wanted YAML 1.2, without %YAML (line 1, column 1)"),
        arguments(
            "%TAG ! tag:x,2000:\n---\na: 1",
            "found tags of its own, %TAG, wanted a document without tags (line 1, column 1)"),
        arguments(
            "# nothing\n",
            "found nothing, wanted a YAML document, such as 'app: {namespace: shop}' (line 1, column 1)"),
        arguments(
            "a:\n\tb: 1",
            "a: found a tab, wanted spaces: YAML does not indent with tabs (line 2, column 1)"),
        arguments(
            "a: @b",
            "a: found '@' at the beginning of a value, wanted double quotes around the value (line 1,"
                + " column 4)"),
        arguments(
            "a: b: c",
            "found a ':' within a value, or a field that is not in line with those around it, wanted"
                + " double quotes around the value, or the same indent for all fields of an object"
                + " (line 1, column 5)"),
        arguments(
            "a:\n- 1\n-2",
            "a[1]: found a line without ':', wanted 'name: value', or '- value' for a list (line 3,"
                + " column 3)"),
        arguments(
            "a: [1, 2",
            "a[2]: found no ',' or ']' in a list, wanted ',' between values, ']' at the end (line 1,"
                + " column 9)"),
        arguments(
            "a: {b: 1",
            "a: found no ',' or '}' in an object, wanted ',' between fields, '}' at the end (line 1,"
                + " column 9)"),
        arguments(
            "a: \"b",
            "a: found the end of the document within quotes, wanted the closing quote (line 1, column 6)"),
        arguments(
            "a: \"b\\qc\"",
            "a: found an escape that YAML does not have: \\q, wanted \\\\ for a backslash, or single"
                + " quotes around the value (line 1, column 7)"),
        arguments(
            " a: 1\nb: 2",
            "found more after the end of the document, wanted one document, the fields of an object"
                + " all with the same indent (line 2, column 1)"),
        arguments(
            "1: a",
            "found a number as a name, wanted text as a name; write it in quotes (line 1, column 1)"),
        arguments(
            "on: a",
            "found a plain value that some readers of YAML take for true or false as a name, wanted text as a name;"
                + " write it in quotes (line 1, column 1)"),
        arguments(
            "~: a",
            "found null as a name, wanted text as a name; write it in quotes (line 1, column 1)"),
        arguments(
            "? [a, {b: c}]\n: 1",
            "?: found a list as a name, wanted text as a name (line 1, column 3)"),
        arguments(
            "a: b\u0000c",
            "a: found U+0000 (NULL), wanted text without control characters (line 1, column 5)"),
        arguments(
            "a: b # \u001b[2J",
            "found U+001B (ESCAPE), wanted text without control characters (line 1, column 8)"),
        arguments(
            "a: \"\\ud800\"",
            "a: found U+D800, half of a surrogate pair, wanted whole characters: a pair of"
                + " surrogates, or neither (line 1, column 4)"),
        arguments(
            "😀: 1\na: \"😀\\x1b\"",
            "a: found U+001B (ESCAPE), wanted text without control characters; tabs and line breaks"
                + " alone are allowed (line 2, column 4)"),
        arguments(
            "a: x\u2066y",
            "a: found U+2066 (LEFT-TO-RIGHT ISOLATE), wanted nothing there; where it is meant, its"
                + " escape \\u2066 within double quotes (line 1, column 5)"),
        arguments(
            "\ufeffa: 1",
            "found a byte order mark, wanted UTF-8 without a byte order mark (line 1, column 1)"),
        arguments(
            "a: .9e999\nb: 1e999",
            "b: found 1e999, wanted a number that a computer can count with, at most 1.7e308 (line 2,"
                + " column 4)"));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void whatIsNotMeantByEveryReader_isRefused_withItsPlaceAndHowToWriteIt(
      String yaml, String fault) {
    assertThat(read(yaml).faults()).extracting(InvalidField::toString).containsExactly(fault);
  }

  @Test
  void aliasesThatMultiply_areStopped_beforeTheyFillTheMemory() {
    StringBuilder yaml =
        new StringBuilder("a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n");
    for (int i = 1; i < 30; i++) {
      String alias = "*a" + (i - 1);
      yaml.append("a%d: &a%d [%s]\n".formatted(i, i, (alias + ", ").repeat(8) + alias));
    }
    assertThat(read(yaml.toString()).faults())
        .extracting(InvalidField::toString)
        .containsExactly(
            "a5[2]: found aliases that make the document larger than 4194304 characters, wanted the"
                + " values written out, or fewer aliases (line 6, column 20)");
    String one = "a: &a \"" + "x".repeat(1_000_000) + "\"\nb: [" + "*a, ".repeat(1000) + "*a]";
    assertThat(read(one).faults()).hasSize(1);
    String name = "? &a " + "x".repeat(1000) + "\n: 1\nb: [" + "*a, ".repeat(100_000) + "*a]";
    assertThat(read(name).faults()).hasSize(1);
  }

  @Test
  void depthAndSize_haveTheirBounds() {
    assertThat(read("[".repeat(64) + "]".repeat(64)).faults()).isEmpty();
    assertThat(read("[".repeat(65) + "]".repeat(65)).faults())
        .singleElement()
        .satisfies(fault -> assertThat(fault.found()).startsWith("more than 64 levels"));
    assertThat(read("- ".repeat(5000) + "a").faults()).hasSize(1);
    assertThat(YamlReader.read(new byte[5_000_000]).faults())
        .extracting(InvalidField::found)
        .containsExactly("5000000 bytes");
  }

  @Test
  void everyFault_isReported() {
    assertThat(read("a: 1\na: \"\\0\"\nyes: !foo x\nb: {<<: {}, c: 1, c: 1e999}").faults())
        .extracting(fault -> fault.line() + ":" + fault.column() + " " + fault.found())
        .containsExactly(
            "2:1 a second 'a'; the first is in line 1, column 1",
            "2:4 U+0000 (NULL)",
            "3:1 a plain value that some readers of YAML take for true or false as a name",
            "3:6 the tag !foo",
            "4:5 a merge key",
            "4:19 a second 'c'; the first is in line 4, column 13",
            "4:22 1e999");
  }

  @Test
  void secret_isNeverPartOfAFault() {
    for (String yaml :
        new String[] {
          "PASSWORD: !!binary hunter2",
          "PASSWORD: \"hunter2\\q\"",
          "PASSWORD: 'hunter2",
          "PASSWORD: hunter2: x",
          "PASSWORD: \"hunter2\\ud800\"",
          "PASSWORD: `hunter2",
          "PASSWORD:\n  - hunter2\n -hunter2"
        }) {
      assertThat(read(yaml).faults()).as(yaml).isNotEmpty();
      assertThat(read(yaml).faults().toString()).doesNotContain("hunter");
    }
  }

  private static Document read(String yaml) {
    return YamlReader.read(yaml.getBytes(UTF_8));
  }
}
