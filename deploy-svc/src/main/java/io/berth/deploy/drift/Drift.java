/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.drift;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A field that Berth set and another field manager changed.
 *
 * @param object kind/name
 * @param field its path, list items by their names; empty where the whole object is gone
 * @param found its value now, in words where it may hold a secret
 * @param wanted Berth's value, likewise
 * @param manager the field manager who changed it; {@code unknown} where nobody says so
 * @param changedAt when, if the API server knows
 */
public record Drift(
    String object,
    String field,
    String found,
    String wanted,
    String manager,
    @Nullable Instant changedAt) {

  /** The manager where {@code managedFields} names none. */
  public static final String UNKNOWN = "unknown";

  /** Whether both are about the same field, whatever its value. */
  public boolean sameField(Drift other) {
    return object.equals(other.object) && field.equals(other.field);
  }
}
