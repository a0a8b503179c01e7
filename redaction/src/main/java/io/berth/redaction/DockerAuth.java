/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.redaction;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.berth.redaction.rule.RedactionRule;
import java.util.Base64;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** {@code "auth": "dXNlcjpzZWNyZXQ="}: how registries' clients keep a name and its password. */
final class DockerAuth {

  private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/_-]{6,4000}+={0,2}");
  private static final Pattern USER =
      Pattern.compile("[\\p{Graph} ]{1,200}:[\\p{Print}]{1,2000}", Pattern.UNICODE_CHARACTER_CLASS);

  private static final SecretPattern IN_TEXT =
      SecretPattern.of(
          RedactionRule.PASSWORD,
          SecretPrefilter.NAME,
          "(?i)((?<![a-z])_?auth"
              + SecretPattern.QUOTE
              + "?\\s{0,3}[:=]\\s{0,3}"
              + SecretPattern.QUOTE
              + "?)([a-z0-9+/_-]{6,4000}+={0,2})(?![\\w:])",
          match -> isUser(match.group(2)) ? match.group(1) + Redactor.REDACTED : null);

  private DockerAuth() {}

  static String redact(String text, Consumer<RedactionRule> found) {
    return IN_TEXT.redact(text, SecretPrefilter.NAME, found);
  }

  /** Whether it says name and password. */
  static boolean isUser(String base64) {
    if (!BASE64.matcher(base64).matches()) {
      return false;
    }
    try {
      byte[] plain = Base64.getDecoder().decode(base64.replace('-', '+').replace('_', '/'));
      return USER.matcher(new String(plain, UTF_8)).matches();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
