/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.redaction;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/** Every kind of secret, in the forms in which people log it; what stands around it stays. */
class SecretKindsTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  static List<String[]> kinds() throws IOException {
    try (InputStream in = SecretKindsTest.class.getResourceAsStream("kinds.txt")) {
      return new String(in.readAllBytes(), UTF_8)
          .lines()
          .filter(line -> !line.startsWith("# "))
          .map(line -> line.replace('␤', '\n').split(" ⇒ ", 2))
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void secretOfAKind_isMasked_andNothingElse(String text, String clean) {
    assertThat(Redactor.redact(text)).isEqualTo(clean);
    assertThat(Redactor.redact(clean)).as("a second time").isEqualTo(clean);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void secretOfAKind_inATextOfJson_isMasked_andTheJsonParses(String text, String clean) {
    String json = JSON.writeValueAsString(Map.of("m", text, "n", List.of(1, "x")));
    Map<?, ?> parsed = JSON.readValue(Redactor.redact(json), Map.class);
    assertThat(parsed.get("n")).isEqualTo(List.of(1, "x"));
    assertThat(parsed.get("m")).isEqualTo(clean);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void textAroundASecret_stays(String text, String clean) {
    String before = "2026-01-31T12:00:00Z INFO [main] c.s.Cart - ";
    assertThat(Redactor.redact(before + text)).startsWith(before);
    assertThat(Redactor.redact(before + text).substring(before.length())).isEqualTo(clean);
  }

  @Test
  void textWithoutASecret_isTheSameObject() {
    assertThat(Corpus.hardNegatives())
        .allSatisfy(text -> assertThat(Redactor.redact(text)).isSameAs(text));
  }
}
