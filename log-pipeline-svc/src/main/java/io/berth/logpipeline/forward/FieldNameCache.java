/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.forward;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.berth.logpipeline.json.JsonBytes;
import io.berth.redaction.Redactor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Caches field names, since the same few come with every record. Names with the same hash replace
 * each other.
 */
final class FieldNameCache {

  private static final int PLACES = 256;
  private static final int MAX_LENGTH = 100;

  /**
   * A name in which there is nothing to redact, nor is there in its value for the name's sake.
   *
   * @param utf8 as it is sent
   * @param text the same
   * @param json the same in quotation marks, with a colon
   */
  record FieldName(byte[] utf8, String text, byte[] json) {}

  private final @Nullable FieldName[] known = new FieldName[PLACES];

  /** Null where the name must be looked at each time. */
  @Nullable FieldName of(byte[] bytes, int at, int length) {
    if (length > MAX_LENGTH) {
      return null;
    }
    int hash = length;
    for (int i = at; i < at + length; i++) {
      hash = hash * 31 + bytes[i];
    }
    int place = (hash ^ hash >>> 15) & PLACES - 1;
    FieldName name = known[place];
    if (name == null || !Arrays.equals(name.utf8, 0, name.utf8.length, bytes, at, at + length)) {
      name = look(bytes, at, length);
      known[place] = name;
    }
    return name;
  }

  private static @Nullable FieldName look(byte[] bytes, int at, int length) {
    String text = new String(bytes, at, length, UTF_8);
    return Redactor.isSuspicious(bytes, at, length) || Redactor.isSecretName(text)
        ? null
        : new FieldName(
            Arrays.copyOfRange(bytes, at, at + length),
            text,
            new JsonBytes().text(text).add(':').toArray());
  }
}
