/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.redaction;

import io.berth.redaction.number.NumberNotations;
import io.berth.redaction.rule.RedactionRule;
import java.util.function.Consumer;

/**
 * Redacts text that contains no JSON document; JSON documents are handled by {@link JsonRedactor}.
 */
final class TextRedactor {

  private TextRedactor() {}

  /** Looks only for what the suspicion is about. */
  static String redact(String text, int hints, Consumer<RedactionRule> found) {
    String left = text;
    for (SecretPattern shape : KnownTokens.SHAPES) {
      left = shape.redact(left, hints, found);
    }
    if ((hints & SecretPrefilter.KEY_BLOCK) != 0) {
      left = PrivateKeyFragments.redact(left, found);
    }
    for (SecretPattern shape : HttpSecrets.SHAPES) {
      left = shape.redact(left, hints, found);
    }
    for (SecretPattern shape : CommandLineSecrets.SHAPES) {
      left = shape.redact(left, hints, found);
    }
    if ((hints & SecretPrefilter.NAME) != 0) {
      for (SecretPattern shape : PairedSecrets.SHAPES) {
        left = shape.redact(left, hints, found);
      }
      left = PairedSecrets.redactInserts(left, found);
      left = DockerAuth.redact(NamedSecrets.redact(left, found), found);
    }
    return (hints & SecretPrefilter.NUMBER) != 0 ? NumberNotations.redact(left, found) : left;
  }

  /** The words of a command line, where one may tell what the next one is. */
  static String redactCommand(String line, Consumer<RedactionRule> found) {
    String left = line;
    for (SecretPattern shape : CommandLineSecrets.SHAPES) {
      left = shape.redact(left, SecretPrefilter.OPTION, found);
    }
    return left;
  }
}
