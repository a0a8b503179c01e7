/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.yaml;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Random documents, with every text that one of the two languages takes for something else. */
final class RandomDocuments {

  private static final String[] TEXTS = {
    "cart",
    "",
    "1.10",
    "yes",
    "~",
    "null",
    "2024-01-01",
    "0x1F",
    "a: b",
    "# no comment",
    "- a",
    "'",
    "\"",
    "\\",
    "größer 😀",
    "two\nlines",
    "\ttab",
    "{",
    "*a",
    "&a",
    "!!str",
    "<<",
    "12:30:45",
    " space ",
    "%",
    "@"
  };
  private static final String[] NUMBERS = {"0", "-1", "1.10", "1e3", "356136738", "-2.5E-7"};

  private final Random random;

  RandomDocuments(Random random) {
    this.random = random;
  }

  /** Maps, lists, texts, and numbers as {@link StringBuilder}, to tell them from texts. */
  Object value(int depth) {
    return switch (random.nextInt(depth > 3 ? 4 : 8)) {
      case 0 -> new StringBuilder(NUMBERS[random.nextInt(NUMBERS.length)]);
      case 1 -> random.nextBoolean();
      case 2, 3 -> TEXTS[random.nextInt(TEXTS.length)];
      case 4 -> list(depth + 1);
      default -> object(depth + 1);
    };
  }

  Map<String, Object> object(int depth) {
    Map<String, Object> object = new LinkedHashMap<>();
    for (int i = random.nextInt(4) + (depth == 0 ? 1 : 0); i > 0; i--) {
      String name = random.nextInt(3) == 0 ? TEXTS[random.nextInt(TEXTS.length)] : "f" + i;
      object.put(name.strip().replace("\n", "").replace("\t", ""), value(depth));
    }
    return object;
  }

  private List<Object> list(int depth) {
    List<Object> list = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      list.add(value(depth));
    }
    return list;
  }

  /** Every value as a reader should see it. */
  static Object seen(Object value) {
    return switch (value) {
      case Map<?, ?> object -> {
        Map<Object, Object> seen = new HashMap<>();
        object.forEach((name, inner) -> seen.put(name, seen(inner)));
        yield seen;
      }
      case List<?> list -> list.stream().map(RandomDocuments::seen).toList();
      case StringBuilder number -> "number " + number;
      case String text -> "text " + text;
      default -> value;
    };
  }
}
