/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A document that could be parsed can be parsed when it is masked, and has the same structure.
 * {@code -Dberth.redaction.documents=100000} tries more of them, {@code -Dberth.redaction.seed=7}
 * others.
 */
class JsonFormTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int DOCUMENTS = RandomJson.DOCUMENTS;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{\"pan\":4111111111111111} | {\"pan\":\"411111******1111\"}",
        "{\"pan\" : -4111111111111111.0 } | {\"pan\" : \"-411111******1111.0\" }",
        "[4.111111111111111E15,1] | [\"411111******1111\",1]",
        "{\"a\":{\"password\":{\"old\":\"x\",\"new\":[\"y\",1.5,null,true]}}} |"
            + " {\"a\":{\"password\":{\"old\":\"[redacted]\",\"new\":[\"[redacted]\",\"[redacted]\",null,true]}}}",
        "{\"\\u0070assword\":\"x\"} | {\"\\u0070assword\":\"[redacted]\"}",
        "{\"password\":\"a\\\\\\\"b\",\"n\":1} | {\"password\":\"[redacted]\",\"n\":1}",
        "{\"m\":\"{\\\"pan\\\":4111111111111111}\"} | {\"m\":\"{\\\"pan\\\":\\\"411111******1111\\\"}\"}",
        "got {\"pan\":4111111111111111} and [4111111111111111] |"
            + " got {\"pan\":\"411111******1111\"} and [\"411111******1111\"]",
        "password={\"a\":\"x\"} ok | password={\"a\":\"[redacted]\"} ok",
        "{\"pan\":4111111111111111,\"a\":\"cut | {\"pan\":\"411111******1111\",\"a\":\"cut",
        "{\"a\":1,\"password\":\"cut | {\"a\":1,\"password\":\"[redacted]\"",
        "{\\\"pan\\\":4111111111111111,\\\"x\\\":1} | {\\\"pan\\\":\\\"411111******1111\\\",\\\"x\\\":1}",
        "{\"env\":[{\"name\":\"DB_PASSWORD\",\"value\":\"x\"},{\"name\":\"A\",\"value\":\"y\"}]} |"
            + " {\"env\":[{\"name\":\"DB_PASSWORD\",\"value\":\"[redacted]\"},{\"name\":\"A\",\"value\":\"y\"}]}",
        "[{\"value\":\"x\",\"name\":\"token\"}] | [{\"value\":\"[redacted]\",\"name\":\"token\"}]",
        "{\"data\":{\"a\":\"eA==\"},\"kind\":\"Secret\"} | {\"data\":{\"a\":\"[redacted]\"},\"kind\":\"Secret\"}",
        "[\"mysql\",\"-uroot\",\"-phunter2\"] | [\"mysql\",\"-uroot\",\"-p[redacted]\"]",
        "[\"run\",\"--password\",\"hunter2\"] | [\"run\",\"--password\",\"[redacted]\"]",
        "{\"token\":3,\"password\":null,\"secret\":false} | {\"token\":3,\"password\":null,\"secret\":false}",
        "{\"a\":\"\\u003cb\\u003e\",\"password\":\"x\"} | {\"a\":\"\\u003cb\\u003e\",\"password\":\"[redacted]\"}"
      })
  void maskedDocument_keepsItsForm(String text, String clean) {
    assertThat(Redactor.redact(text)).isEqualTo(clean);
    assertThat(Redactor.redact(clean)).as("a second time").isEqualTo(clean);
  }

  @Test
  void randomDocument_parsesAsBefore_withTheSameStructure() {
    RandomJson random = new RandomJson(1);
    int masked = 0;
    for (int i = 0; i < DOCUMENTS; i++) {
      String json = random.document();
      String clean = Redactor.redact(json);
      check(json, clean);
      assertThat(Redactor.redact(clean)).as("a second time, of %s", json).isEqualTo(clean);
      masked += clean.equals(json) ? 0 : 1;
    }
    assertThat(masked).isGreaterThan(DOCUMENTS / 4);
  }

  @Test
  void documentsInALine_parseAsBefore() {
    RandomJson random = new RandomJson(2);
    for (int i = 0; i < DOCUMENTS / 4; i++) {
      String one = random.document();
      String two = random.document();
      String clean = Redactor.redact("2026-01-31 12:00 INFO < " + one + " > then < " + two + " >");
      assertThat(clean).startsWith("2026-01-31 12:00 INFO < ").endsWith(" >");
      List<String> parts = List.of(clean.substring(24, clean.length() - 2).split(" > then < ", -1));
      assertThat(parts).as(clean).hasSize(2);
      check(one, parts.get(0));
      check(two, parts.get(1));
    }
  }

  @Test
  void documentThatIsCut_losesItsSecrets_andKeepsWhatParsed() {
    RandomJson random = new RandomJson(3);
    for (int i = 0; i < DOCUMENTS / 4; i++) {
      String json =
          "{\"a\":{\"pan\":"
              + RandomJson.CARD
              + ",\"password\":"
              + random.text("Planted9secret")
              + ",\"b\":"
              + random.document()
              + "}}";
      String clean =
          Redactor.redact(json.substring(0, 32 + random.random().nextInt(json.length() - 32)));
      assertThat(clean).as(json).startsWith("{\"a\":{\"pan\":\"411111******1111\"");
      assertThat(clean).as(json).doesNotContain("Planted9secret");
    }
  }

  @Test
  void textThatIsNoJson_doesNotTakeLonger() {
    String open = "{\"a\":[".repeat(40_000) + "token=x";
    String broken = "[{\"password\":".repeat(30_000);
    String values = "{\"value\":".repeat(20_000) + "1" + ",\"name\":\"token\"}".repeat(20_000);
    String secrets =
        "{\"data\":".repeat(20_000) + "{\"a\":1}" + ",\"kind\":\"Secret\"}".repeat(20_000);
    long before = System.nanoTime();
    for (String text : List.of(open, broken, values, secrets, "[\"".repeat(50_000) + "pwd")) {
      Redactor.redact(text);
    }
    assertThat(System.nanoTime() - before).isLessThan(60_000_000_000L);
  }

  private static void check(String json, String clean) {
    JsonNode before = parse(json);
    JsonNode after = parse(clean);
    assertThat(after).as("%s became %s", json, clean).isNotNull();
    same(before, after, json + " became " + clean);
  }

  private static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (JacksonException e) {
      throw new AssertionError("no JSON: " + json, e);
    }
  }

  private static void same(JsonNode before, JsonNode after, String what) {
    if (before.isObject()) {
      assertThat(after.isObject()).as(what).isTrue();
      assertThat(after.size()).as(what).isEqualTo(before.size());
      List<String> names = List.copyOf(before.propertyNames());
      List<String> now = List.copyOf(after.propertyNames());
      for (int i = 0; i < names.size(); i++) {
        assertThat(now.get(i)).as(what).isEqualTo(Redactor.redact(names.get(i)));
        same(before.get(names.get(i)), after.get(now.get(i)), what);
      }
    } else if (before.isArray()) {
      assertThat(after.isArray()).as(what).isTrue();
      assertThat(after.size()).as(what).isEqualTo(before.size());
      for (int i = 0; i < before.size(); i++) {
        same(before.get(i), after.get(i), what);
      }
    } else if (!after.equals(before)) {
      assertThat(before.isNull() || before.isBoolean()).as(what).isFalse();
      assertThat(after.isString()).as(what).isTrue();
      assertThat(after.asString()).as(what).containsPattern("\\[redacted]|\\*{3}");
      inner(before, after);
    }
  }

  /** JSON in a text of JSON keeps its form, too. */
  private static void inner(JsonNode before, JsonNode after) {
    boolean json =
        before.isString()
            && (before.asString().startsWith("{") || before.asString().startsWith("["))
            && !after.asString().equals(Redactor.REDACTED);
    if (json && isJson(before.asString())) {
      check(before.asString(), after.asString());
    }
  }

  private static boolean isJson(String text) {
    try {
      return new TreeSet<>(List.of(JSON.readTree(text).getNodeType().name())).size() == 1;
    } catch (JacksonException e) {
      return false;
    }
  }
}
