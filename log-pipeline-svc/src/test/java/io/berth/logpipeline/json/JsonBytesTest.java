/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.events.kafka.EventJson;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JsonBytesTest {

  private static final String LETTERS =
      "abc019 \"\\/{}[]:,\b\f\n\r\t\u0000\u0001\u001f\u007f\u0080äß密\u2028\uffff😀";

  private final Random random = new Random(4711);

  @Test
  void everyValue_isWrittenAsTheGeneralMapperReadsIt() {
    JsonBytes json = new JsonBytes();
    for (int i = 0; i < 20_000; i++) {
      Object value = value(0);
      json.cutTo(0);
      json.value(value);
      byte[] general = EventJson.mapper().writeValueAsBytes(value);
      assertThat(EventJson.mapper().readTree(json.toArray()))
          .isEqualTo(EventJson.mapper().readTree(general));
    }
  }

  @Test
  void everyText_isWrittenAlike_asCharactersAndAsBytes() {
    for (int i = 0; i < 20_000; i++) {
      String text = text();
      byte[] utf8 = text.getBytes(UTF_8);
      byte[] fromText = new JsonBytes().text(text).toArray();
      assertThat(new JsonBytes().text(utf8, 0, utf8.length).toArray()).isEqualTo(fromText);
      assertThat(EventJson.mapper().readValue(fromText, String.class)).isEqualTo(text);
    }
  }

  @Test
  void halfACharacter_isWrittenAsAQuestionMark_andSpoilsNothing() {
    byte[] json = new JsonBytes().text("a\ud83db").toArray();
    assertThat(json).asString(UTF_8).isEqualTo("\"a?b\"");
  }

  @Test
  void objectsInText_areReadAsTheGeneralMapperReadsThem() {
    for (int i = 0; i < 20_000; i++) {
      Map<String, Object> map = map(0);
      String json = EventJson.mapper().writeValueAsString(map);
      Map<?, ?> general = EventJson.mapper().readValue(json, Map.class);
      assertThat(JsonMaps.parse(json)).isEqualTo(general);
      assertThat(List.copyOf(JsonMaps.parse(json).keySet()))
          .isEqualTo(List.copyOf(general.keySet()));
    }
  }

  private @Nullable Object value(int depth) {
    return switch (random.nextInt(depth < 4 ? 11 : 8)) {
      case 0 -> random.nextInt();
      case 1 -> random.nextLong();
      case 2 -> random.nextGaussian() * 1e9;
      case 3 -> new BigInteger(90, random);
      case 4 -> random.nextBoolean();
      case 5 -> null;
      case 6, 7 -> text();
      case 8 -> list(depth + 1);
      default -> map(depth + 1);
    };
  }

  private List<Object> list(int depth) {
    List<Object> list = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      list.add(value(depth));
    }
    return list;
  }

  private Map<String, Object> map(int depth) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      map.put(text(), value(depth));
    }
    return map;
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    int[] letters = LETTERS.codePoints().toArray();
    for (int i = random.nextInt(random.nextInt(10) == 0 ? 300 : 12); i > 0; i--) {
      text.appendCodePoint(letters[random.nextInt(letters.length)]);
    }
    return text.toString();
  }
}
