/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.redaction;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Documents of JSON in every way that JSON can be written; the same seed, the same ones. */
final class RandomJson {

  /** How many a test tries. */
  static final int DOCUMENTS = Integer.getInteger("berth.redaction.documents", 2_000);

  /** Which ones. */
  static final long SEED = Long.getLong("berth.redaction.seed", 20261129);

  /** Stands in every text that must not be seen afterwards. */
  static final String SECRET = "Xy7hunter2";

  static final String CARD = "4111111111111111";

  private static final List<String> NAMES =
      List.of(
          "level",
          "msg",
          "pan",
          "password",
          "db.password",
          "accessToken",
          "token",
          "secret",
          "credentials",
          "Authorization",
          "cookie",
          "set-cookie",
          "cvv",
          "auth",
          "name",
          "value",
          "kind",
          "data",
          "key",
          "n",
          "",
          "ключ",
          "a\"b",
          "pass\\word",
          "\uD83D\uDE00",
          "password=x");

  private static final List<String> TEXTS =
      List.of(
          "",
          "paid with " + CARD,
          CARD,
          "password=" + SECRET,
          "password=\"" + SECRET + "\" and 'more'",
          "Bearer " + SECRET + "." + SECRET,
          "user:" + SECRET,
          "https://me:" + SECRET + "@db/x?a=1",
          "a=b; SESSION=" + SECRET,
          "mysql -uroot -p" + SECRET + " shop",
          "Secret",
          "DB_PASSWORD",
          "plain text",
          "back\\slash \"quoted\" /slash",
          "tab\tline\nreturn\rnul\u0000 \u2028 \u007f",
          "\uD800 half",
          "half \uDC00",
          "\uD83D\uDE00 卡号" + CARD,
          "{not json",
          "]}",
          "true",
          "-p",
          "--password",
          "[1,2",
          "\\u0041\\n");

  private static final List<String> NUMBERS =
      List.of(
          "0",
          "-0",
          "1",
          "-17",
          "3.25",
          "-1.5e-10",
          "1E400",
          "1e999999999",
          "0.4111111111111111",
          CARD,
          "-" + CARD,
          CARD + ".0",
          "4.111111111111111E15",
          "4.111111111111111e+15",
          "6205500000000000004",
          "9007199254740993",
          "110105194912310021",
          "123",
          "41111111111111110000000");

  private final Random random;

  RandomJson(long seed) {
    this.random = new Random(SEED + seed);
  }

  Random random() {
    return random;
  }

  /** An object or an array. */
  String document() {
    return random.nextBoolean() ? object(0) : array(0);
  }

  private String object(int depth) {
    List<String> members = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      String name = NAMES.get(random.nextInt(NAMES.size()));
      if (!names.contains(name)) {
        names.add(name);
        members.add(space() + text(name) + space() + ":" + space() + value(depth + 1) + space());
      }
    }
    return "{" + (members.isEmpty() ? space() : String.join(",", members)) + "}";
  }

  private String array(int depth) {
    List<String> elements = new ArrayList<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      elements.add(space() + value(depth + 1) + space());
    }
    return "[" + (elements.isEmpty() ? space() : String.join(",", elements)) + "]";
  }

  private String value(int depth) {
    return switch (random.nextInt(depth > 4 ? 5 : 8)) {
      case 0 -> NUMBERS.get(random.nextInt(NUMBERS.size()));
      case 1 -> List.of("true", "false", "null").get(random.nextInt(3));
      case 2, 3 -> text(TEXTS.get(random.nextInt(TEXTS.size())));
      case 4 -> text(random.nextBoolean() && depth <= 4 ? document(depth) : "level=info " + CARD);
      case 5 -> array(depth);
      default -> object(depth);
    };
  }

  /** JSON in a text of JSON, whole or in a line. */
  private String document(int depth) {
    String inner = random.nextBoolean() ? object(depth + 2) : array(depth + 2);
    return random.nextBoolean() ? inner : "12:00 INFO got " + inner + " from me";
  }

  private String space() {
    return random.nextInt(6) == 0 ? List.of(" ", "\n", "\t", "\r\n  ").get(random.nextInt(4)) : "";
  }

  /** In quotation marks, with as many escapes as chance wants. */
  String text(String plain) {
    StringBuilder out = new StringBuilder("\"");
    int escaped = random.nextInt(8);
    for (char c : plain.toCharArray()) {
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c == '/' && random.nextBoolean()) {
        out.append("\\/");
      } else if (c == '\n') {
        out.append("\\n");
      } else if (c < ' ' || Character.isSurrogate(c) || escaped == 0 && random.nextInt(3) == 0) {
        out.append("\\u").append("%04x".formatted((int) c));
      } else {
        out.append(c);
      }
    }
    return out.append('"').toString();
  }
}
