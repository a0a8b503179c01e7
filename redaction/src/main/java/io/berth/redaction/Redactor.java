/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.redaction;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.berth.redaction.number.NumberNotations;
import io.berth.redaction.rule.RedactionRule;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes secrets out of text and keeps the form that the text has: JSON that could be parsed can be
 * parsed afterwards, with the same structure. Most text has no secret, so bytes are first looked
 * over once ({@link #isSuspicious}), and only what might hold one becomes a string and is searched.
 */
public final class Redactor {

  /** What stands where a secret was. */
  public static final String REDACTED = "[redacted]";

  private static final Consumer<RedactionRule> UNCOUNTED = rule -> {};

  private Redactor() {}

  /** Whether text in UTF-8 could hold anything that a rule takes out. Never wrongly false. */
  public static boolean isSuspicious(byte[] utf8, int from, int length) {
    return SecretPrefilter.of(utf8, from, length) != 0;
  }

  /** The text without secrets; the same object where there were none. */
  public static String redact(String text) {
    return redact(text, UNCOUNTED);
  }

  /** The same for a text that may be missing. */
  public static @Nullable String redactIfPresent(@Nullable String text) {
    return text == null ? null : redact(text);
  }

  /** The text without secrets; the same object where there were none. */
  public static String redact(String text, Consumer<RedactionRule> found) {
    return redact(text, SecretPrefilter.of(text), found);
  }

  /** The text without secrets; null where its bytes are not suspicious, which most are not. */
  public static @Nullable String redact(
      byte[] utf8, int from, int length, Consumer<RedactionRule> found) {
    int hints = SecretPrefilter.of(utf8, from, length);
    return hints == 0 ? null : redact(new String(utf8, from, length, UTF_8), hints, found);
  }

  /** Looks only for what the suspicion is about: no rule finds what it did not see. */
  private static String redact(String text, int hints, Consumer<RedactionRule> found) {
    return hints == 0 ? text : new JsonRedactor(text, hints, found).redact();
  }

  /** A number that is a card's or an identity's, masked; null where it is none. */
  public static @Nullable String redactNumber(double number, Consumer<RedactionRule> found) {
    return Double.isFinite(number) && Math.abs(number) >= 1e12 && Math.abs(number) < 1e19
        ? NumberNotations.masked(new BigDecimal(number), found)
        : null;
  }

  /**
   * Bytes of any kind, such as a message that could not be read, without the secrets that can be
   * seen in them; all other bytes stay as they are.
   */
  public static byte[] redactBytes(byte[] bytes, Consumer<RedactionRule> found) {
    String utf8 = new String(bytes, UTF_8);
    if (Arrays.equals(utf8.getBytes(UTF_8), bytes)) {
      return redact(utf8, found).getBytes(UTF_8);
    }
    // One character for each byte: what is not text survives.
    return redact(new String(bytes, ISO_8859_1), SecretPrefilter.ANY, found).getBytes(ISO_8859_1);
  }

  /**
   * The value of a field without secrets, also without one that only the field's name shows, such
   * as in {@code cookie}; the same object where there were none.
   */
  public static String redactField(String name, String value, Consumer<RedactionRule> found) {
    JsonFrame field = new JsonFrame(true, JsonFrame.ValueKind.PLAIN, 0);
    field.name = name;
    return new JsonValues(found).text(field, JsonValues.kind(field), value);
  }

  /** Whether a value is a secret for its field's name: what says yes, no or nothing is none. */
  public static boolean isSecretField(String name, @Nullable Object value) {
    return isSecretName(name)
        && value != null
        && !(value instanceof Boolean)
        && !(value instanceof Number number && !SecretValue.isSecret(name, number.toString()));
  }

  /** Whether a field of this name holds nothing but a secret, such as {@code db.password}. */
  public static boolean isSecretName(String name) {
    return SecretNames.isName(name);
  }
}
