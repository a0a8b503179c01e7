/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.redaction;

import io.berth.redaction.JsonFrame.ValueKind;
import io.berth.redaction.number.NumberNotations;
import io.berth.redaction.rule.RedactionRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Redacts one value of a JSON document by its path and its siblings. */
final class JsonValues {

  /** What Kubernetes says about a Secret that a volume holds: which one, and where. */
  private static final Set<String> REFERENCES =
      Set.of(
          "secretName", "defaultMode", "expirationSeconds", "audience", "path", "mode", "optional");

  private final Consumer<RedactionRule> found;

  JsonValues(Consumer<RedactionRule> found) {
    this.found = found;
  }

  static ValueKind kind(JsonFrame frame) {
    if (frame.kind == ValueKind.SECRET && frame.object && REFERENCES.contains(frame.name)) {
      return ValueKind.PLAIN;
    }
    if (frame.kind != ValueKind.PLAIN || !frame.object) {
      return frame.kind;
    }
    if (SecretNames.isName(frame.name)
        || frame.isValue() && frame.namesSecret
        || frame.isData() && frame.kubernetesSecret) {
      return ValueKind.SECRET;
    }
    return SecretNames.isCookie(frame.name) ? ValueKind.COOKIE : ValueKind.PLAIN;
  }

  /** A text, as it is meant. */
  String text(JsonFrame frame, ValueKind kind, String value) {
    if (frame.object) {
      frame.note(value);
    }
    String clean =
        switch (kind) {
          case SECRET -> secret(frame, value);
          case COOKIE -> cookie(frame, value);
          case PLAIN -> plain(frame, value);
        };
    if (!frame.object) {
      frame.append(value);
    }
    return clean;
  }

  /** A number; the same where it is no secret. */
  String number(JsonFrame frame, ValueKind kind, String word) {
    boolean secret =
        kind == ValueKind.SECRET
            || !frame.object && frame.afterSecretOption
            || isCookie(frame, kind);
    if (!secret) {
      return NumberNotations.redactJsonNumber(word, found);
    }
    if (!SecretValue.isSecret(frame.name, word)) {
      return word;
    }
    found.accept(rule(frame.name));
    return Redactor.REDACTED;
  }

  private String secret(JsonFrame frame, String value) {
    if (!SecretValue.isSecret(frame.name, value)) {
      return Redactor.redact(value, found);
    }
    if (SecretNames.isAuthorization(frame.name)) {
      return HttpSecrets.redactAuthorization(value, found);
    }
    found.accept(rule(frame.name));
    return Redactor.REDACTED;
  }

  private String cookie(JsonFrame frame, String value) {
    if (HttpSecrets.areCookies(value)) {
      String clean = HttpSecrets.redactCookies(value);
      if (!clean.equals(value)) {
        found.accept(RedactionRule.COOKIE);
      }
      return clean;
    }
    if (!isCookie(frame, ValueKind.COOKIE) || !SecretValue.isSecret("", value)) {
      return Redactor.redact(value, found);
    }
    found.accept(RedactionRule.COOKIE);
    return Redactor.REDACTED;
  }

  /** A member of an object that is cookies by their names. */
  private static boolean isCookie(JsonFrame frame, ValueKind kind) {
    return kind == ValueKind.COOKIE
        && frame.object
        && frame.kind == ValueKind.COOKIE
        && !HttpSecrets.isCookieAttribute(frame.name);
  }

  private String plain(JsonFrame frame, String value) {
    if (SecretNames.isDockerAuth(frame.name) && DockerAuth.isUser(value)) {
      found.accept(RedactionRule.PASSWORD);
      return Redactor.REDACTED;
    }
    if (frame.object) {
      return Redactor.redact(value, found);
    }
    if (frame.inPrivateKey) {
      frame.inPrivateKey = !value.contains("-----END");
      return Redactor.REDACTED;
    }
    frame.inPrivateKey =
        value.contains("-----BEGIN")
            && value.contains("PRIVATE KEY")
            && !value.contains("-----END");
    return element(frame, value);
  }

  /** The element of a list, which may be a word of a command: its secret is one of its own. */
  private String element(JsonFrame frame, String value) {
    if (frame.afterSecretOption && !value.startsWith("--") && SecretValue.isSecret("", value)) {
      found.accept(RedactionRule.PASSWORD);
      return Redactor.REDACTED;
    }
    if (frame.lineLength() > 0 && isWord(value)) {
      String line = frame.lineWith(value);
      List<RedactionRule> rules = new ArrayList<>();
      String clean = TextRedactor.redactCommand(line, rules::add);
      String before = line.substring(0, frame.lineLength());
      if (!clean.equals(line) && clean.startsWith(before)) {
        rules.forEach(found);
        return clean.substring(before.length());
      }
    }
    return Redactor.redact(value, found);
  }

  /** Not a document, nor a text with one in it. */
  private static boolean isWord(String value) {
    return value.indexOf('"') < 0 || value.indexOf('{') < 0 && value.indexOf('[') < 0;
  }

  static RedactionRule rule(String name) {
    return SecretNames.isCardCode(name) ? RedactionRule.CARD_CODE : RedactionRule.SECRET_FIELD;
  }
}
