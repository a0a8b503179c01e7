/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

class ParserMessagesTest {

  record Sample(int n, java.time.Instant at, Boolean yes) {}

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hunter2",
        "{\"n\": hunter2}",
        "{\"n\": \"hunter2\"}",
        "{\"at\": \"hunter2\"}",
        "{\"yes\": \"hunter2\"}",
        "{\"n\": nullhunter2}",
        "[\"hunter2\"]"
      })
  void inputQuotedByJackson_isRemoved(String json) {
    try {
      JsonMapper.builder().build().readValue(json, Sample.class);
    } catch (JacksonException e) {
      assertThat(ParserMessages.redact("no JSON: " + e.getOriginalMessage()))
          .startsWith("no JSON: ")
          .doesNotContain("hunter2");
    }
  }

  @Test
  void excerptOfAYamlParser_isRemoved() {
    String said =
        "while scanning a simple key\n in 'reader', line 2, column 1:\n    hunter2\n    ^\ncould not find";
    assertThat(ParserMessages.redact(said)).isEqualTo("while scanning a simple key");
  }

  @Test
  void otherMessages_stay() {
    String said = "Unexpected end-of-input: expected close marker for Object";
    assertThat(ParserMessages.redact(said)).isEqualTo(said);
  }
}
