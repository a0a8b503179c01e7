/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JsonScanTest {

  @Test
  void object_endsBehindItsLastBrace_whereverQuotesAndEscapesStand() {
    for (int before = 0; before < 20; before++) {
      for (String special : new String[] {"", "\\\"", "\\\\", "}", "ü", "\\u007d", "]{["}) {
        String text = "x".repeat(before) + special + "y".repeat(7);
        String object = "{\"" + text + "\":[{\"a\":\"" + text + "\"},1],\"b\":{}}";
        byte[] json = ("12345" + object + "}}").getBytes(UTF_8);
        assertThat(JsonScan.objectEnd(json, 5)).as(object).isEqualTo(json.length - 2);
      }
    }
  }

  @Test
  void whatDoesNotEnd_orIsNoObject_orBreaksTheLine_hasNoEnd() {
    for (String json :
        new String[] {
          "",
          "[]",
          "{",
          "{\"a",
          "{\"a\\",
          "{\"a\\\"",
          "{\"a\":[}",
          "{\"aaaaaaaaaaaaaaa",
          "{\n}",
          "{\"a\":\"\n\"}",
          "{\"a\":\"xxxxxxxx\t\"}"
        }) {
      assertThat(JsonScan.objectEnd(json.getBytes(UTF_8), 0)).as(json).isEqualTo(-1);
    }
    assertThat(JsonScan.objectEnd("{}".getBytes(UTF_8), -1)).isEqualTo(-1);
  }

  @Test
  void plainText_isAsciiWithoutEscapes() {
    assertThat(JsonScan.plainEnd("abc\"d".getBytes(UTF_8), 0)).isEqualTo(3);
    assertThat(JsonScan.plainEnd("\"".getBytes(UTF_8), 0)).isZero();
    for (String text : new String[] {"abc", "a\\\"", "ä\"", "a\t\""}) {
      assertThat(JsonScan.plainEnd(text.getBytes(UTF_8), 0)).as(text).isEqualTo(-1);
    }
    assertThat(JsonScan.plainEnd("abc\"".getBytes(UTF_8), -1)).isEqualTo(-1);
  }
}
