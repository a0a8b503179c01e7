/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.redaction;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A secret in every form that redaction knows, for the tests of every service: what is planted at
 * one end must be seen at no other.
 */
public final class PlantedSecrets {

  /** In every form but numbers; nobody else writes it. */
  public static final String SECRET = "Xy7Hunter2zq";

  private static final String CAPITALS = "XY7HUNTER2ZQWERT";
  private static final String LONG = SECRET.repeat(3);
  private static final String BASE64 =
      Base64.getEncoder()
          .encodeToString(("user:" + SECRET).getBytes(java.nio.charset.StandardCharsets.UTF_8));

  private PlantedSecrets() {}

  /** A text of one line for each kind. */
  public static List<String> kinds() {
    return List.of(
        "password=" + SECRET,
        "pwd=" + SECRET,
        "access_key=" + SECRET,
        "DB_PASS: '" + SECRET + "'",
        "--password " + SECRET,
        "mysql -uroot -p" + SECRET + " shop",
        "curl -u admin:" + SECRET + " http://x/",
        "the password is " + SECRET,
        "Cookie: SESSION=" + SECRET + "; theme=dark",
        "Set-Cookie: SESSION=" + SECRET + "; Path=/",
        "sqlplus scott/" + SECRET + "@orcl",
        "jdbc:oracle:thin:scott/" + SECRET + "@db:1521:orcl",
        "{\"auths\":{\"registry\":{\"auth\":\"" + BASE64 + "\"}}}",
        "AccountName=x;AccountKey=" + SECRET + "==;EndpointSuffix=y",
        "Authorization: Basic " + BASE64,
        "Authorization: Bearer " + SECRET + "." + SECRET,
        "postgres://me:" + SECRET + "@db/x",
        "key AKIA" + CAPITALS + " and ASIA" + CAPITALS,
        "ghp_" + LONG,
        "glpat-" + LONG,
        "-----BEGIN RSA PRIVATE KEY-----" + LONG + "-----END RSA PRIVATE KEY-----",
        "jwt eyJhbGciOiJI." + LONG + "." + SECRET,
        "<password>" + SECRET + "</password>",
        "{\"db\":{\"password\":\"" + SECRET + "\"},\"n\":1}",
        "{\"env\":[{\"name\":\"DB_PASSWORD\",\"value\":\"" + SECRET + "\"}]}",
        "{\"m\":\"{\\\"token\\\":\\\"" + SECRET + "\\\"}\"}",
        "IDENTIFIED BY '" + SECRET + "'",
        "密码：" + SECRET,
        "paid with 4111 1111 1111 1111",
        "{\"pan\":4111111111111111}",
        "id 11010519491231002X",
        "env[0].value: Invalid value: \"" + SECRET + "\": must not be");
  }

  /** Secrets that go over several lines, whole; in every line but the frame's is one. */
  public static List<List<String>> multiLineKinds() {
    List<String> key = new ArrayList<>();
    key.add("-----BEGIN RSA PRIVATE KEY-----");
    for (int i = 0; i < 25; i++) {
      key.add("MIIEvQIB" + (char) ('A' + i) + SECRET.repeat(4) + "AASCBKc");
    }
    key.add("-----END RSA PRIVATE KEY-----");
    return List.of(
        List.copyOf(key),
        List.of("{", "  \"db\": {", "    \"password\": \"" + SECRET + "\"", "  }", "}"),
        List.of("env:", "- name: DB_PASSWORD", "  value: " + SECRET, "- name: N", "  value: 1"),
        List.of("data:", "  token: |", "    " + SECRET, "    " + SECRET, "kind: ConfigMap"));
  }

  /** One in the middle of many characters. */
  public static String longLine() {
    return "x".repeat(20_000) + " password=" + SECRET + " " + "y ".repeat(10_000);
  }

  /** What an application may log: every kind. */
  public static List<String> log() {
    List<String> log = new ArrayList<>(kinds());
    log.removeIf(kind -> kind.contains("Invalid value: "));
    multiLineKinds().forEach(log::addAll);
    return List.copyOf(log);
  }

  /** The kinds in texts of several lines, none longer than so many characters. */
  public static List<String> texts(int longest) {
    List<String> texts = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    for (String kind : kinds()) {
      if (text.length() + kind.length() + 1 > longest) {
        texts.add(text.toString());
        text.setLength(0);
      }
      text.append(kind).append('\n');
    }
    texts.add(text.toString());
    return texts;
  }

  /** What must be seen nowhere. */
  public static String[] forbidden() {
    return new String[] {
      SECRET, CAPITALS, BASE64, "4111 1111 1111 1111", "4111111111111111", "11010519491231002X"
    };
  }
}
