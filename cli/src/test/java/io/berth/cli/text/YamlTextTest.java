/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.events.document.Document;
import io.berth.yaml.YamlReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** What is written is read as the same, by the strict reader. */
class YamlTextTest {

  private static final List<String> PARTS =
      List.of(
          "a", " ", "\n", "\t", ":", ": ", "#", " #", "-", "- ", "'", "\"", "\\", "{", "}", "[",
          "]", ",", "&", "*", "!", "|", ">", "%", "@", "`", "0", "1e3", "yes", "~", "null", "---",
          "\r\n", "é", "😀", "<<", "=", "?");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "yes",
        "1.10",
        "0644",
        "2024-01-01",
        "a: b",
        "a:",
        "# a",
        "a #b",
        "- a",
        "|",
        "---",
        "a\nb",
        "a\nb\n",
        "a\n\n",
        "\n",
        "\na",
        " a\nb",
        "\ta\nb",
        "a \n b\n",
        "a\n \nb",
        "a\r\nb",
        "\u00ad",
        "\u200dx\ny",
        "\u2028",
        "[a]",
        "{a}",
        "null",
        "~",
        "<<",
        "12:30:45",
        "C:\\Temp",
        "a\tb"
      })
  void text_isReadAsItIs(String text) {
    isReadAsItIs(Map.of("a", text));
    isReadAsItIs(Map.of("a", List.of(text, text)));
    isReadAsItIs(Map.of("a", Map.of("b", List.of(Map.of("c", text)))));
  }

  @Test
  void randomValues_areReadAsTheyAre() {
    Random random = new Random(7);
    for (int i = 0; i < 2000; i++) {
      isReadAsItIs(map(random, 3));
    }
  }

  private static Map<String, Object> map(Random random, int depth) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = random.nextInt(4); i >= 0; i--) {
      map.put("k" + text(random).replaceAll("\\s", ""), value(random, depth - 1));
    }
    return map;
  }

  private static Object value(Random random, int depth) {
    return switch (random.nextInt(depth > 0 ? 6 : 4)) {
      case 0 -> random.nextLong();
      case 1 -> random.nextBoolean();
      case 4 -> map(random, depth);
      case 5 -> {
        List<Object> list = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
          list.add(value(random, depth - 1));
        }
        yield list;
      }
      default -> text(random);
    };
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(8); i > 0; i--) {
      text.append(PARTS.get(random.nextInt(PARTS.size())));
    }
    return text.toString();
  }

  private static void isReadAsItIs(Map<String, Object> values) {
    String yaml = YamlText.of(values);
    Document read = YamlReader.read(yaml.getBytes(UTF_8));

    assertThat(read.faults()).as(yaml).isEmpty();
    assertThat(JsonMapper.shared().readTree(read.root().json()))
        .as(yaml)
        .isEqualTo(JsonMapper.shared().readTree(JsonMapper.shared().writeValueAsString(values)));
  }
}
