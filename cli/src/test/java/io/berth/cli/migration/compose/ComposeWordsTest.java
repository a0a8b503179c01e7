/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.migration.compose;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The small languages inside Compose's texts. */
class ComposeWordsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '§',
      quoteCharacter = '~',
      value = {
        "serve --port 80          § serve|--port|80",
        "sh -c 'a b' \"c d\"      § sh|-c|a b|c d",
        "a\\ b \"x\\\"y\" 'p\\q' § a b|x\"y|p\\q",
        "--x=\"a b\"c            § --x=a bc",
        "a '' b                   § a||b"
      })
  void text_isSplitIntoWords(String text, String words) {
    assertThat(String.join("|", ShellWords.of(text))).isEqualTo(words);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '§',
      value = {
        "a:${TAG:-1.2}      § a:1.2",
        "a:${TAG-1.2}       § a:1.2",
        "5$$                § 5$",
        "$${A}              § ${A}",
        "${A:+set}x         § x",
        "${A:?must be set}  § ${A:?must be set}",
        "$A/$B_1            § $A/$B_1",
        "a$ b$1             § a$ b$1",
        "${A:-${B:-c}}d     § cd",
        "${A:-${B}}         § ${A:-${B}}",
        "${A:-::1}          § ::1",
        "x${A:-}y           § xy"
      })
  void variable_isItsDefault_andStaysWithoutOne(String text, String expected) {
    assertThat(Interpolation.of(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"10s,10s", "1m30s,90s", "1500ms,2s", "1h,3600s", "abc,abc"})
  void duration_isInWholeSeconds(String text, String expected) {
    assertThat(Healthcheck.seconds(text)).isEqualTo(expected);
  }
}
