/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.events.document.Author;
import io.berth.events.document.Characters;
import io.berth.events.document.JsonReader;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WellFormedTextTest {

  private static final String[] PIECES = {
    "\\ud83d",
    "\\ude00",
    "\\uD800",
    "\\uDFFF",
    "\\u0041",
    "\\\\",
    "\\\"",
    "\\n",
    "u",
    "d83d",
    "é",
    "😀",
    "a",
    "\\ud83d\\ude00",
    "\\\\ud800",
    "\ufffd",
    "\u007f",
    "\\u001b"
  };

  @Test
  void plainText_isWellFormedForTheCheckOfEachCharacter() {
    Random random = new Random(4711);
    for (int i = 0; i < 20_000; i++) {
      byte[] json = json(random);
      for (Author author : Author.values()) {
        if (WellFormedText.isPlain(json, author)) {
          assertThat(JsonReader.read(json, author).faults()).as(new String(json, UTF_8)).isEmpty();
        }
      }
      boolean faulty = !JsonReader.read(json, Author.PROGRAM).faults().isEmpty();
      assertThat(WellFormedText.isPlain(json, Author.PROGRAM) && faulty).isFalse();
    }
  }

  @Test
  void repairedJson_hasNoLoneSurrogates_andIsOtherwiseUnchanged() {
    Random random = new Random(4711);
    for (int i = 0; i < 20_000; i++) {
      byte[] json = json(random);
      String before = EventJson.mapper().readTree(json).asString();
      String after = EventJson.mapper().readTree(WellFormedText.repaired(json)).asString();
      assertThat(Characters.inUnicode(after)).isNull();
      assertThat(after).hasSameSizeAs(before);
      for (int at = 0; at < before.length(); at++) {
        assertThat(after.charAt(at) == before.charAt(at) || after.charAt(at) == '\ufffd').isTrue();
      }
      if (Characters.inUnicode(before) == null) {
        assertThat(after).isEqualTo(before);
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"a\\uD800\"          | \"a\\uFFFD\"",
        "\"\\uDE00\\uD83D\"     | \"\\uFFFD\\uFFFD\"",
        "\"\\uD83D\\uD83D\\uDE00\" | \"\\uFFFD\\uD83D\\uDE00\"",
        "\"\\\\uD800\"         | \"\\\\uD800\"",
        "\"\\\\\\uD800\"       | \"\\\\\\uFFFD\""
      })
  void escapedLoneSurrogate_isReplaced(String json, String repaired) {
    assertThat(new String(WellFormedText.repaired(json.getBytes(UTF_8)), UTF_8))
        .isEqualTo(repaired);
  }

  private static byte[] json(Random random) {
    StringBuilder json = new StringBuilder("\"");
    for (int i = random.nextInt(6); i > 0; i--) {
      json.append(PIECES[random.nextInt(PIECES.length)]);
    }
    return json.append('"').toString().getBytes(UTF_8);
  }
}
