/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.operation;

import io.berth.events.Check;
import org.jspecify.annotations.Nullable;

/**
 * One line of a diff.
 *
 * @param object kind/name
 * @param field the field's path; empty where the whole object is new or goes
 * @param from the value before; null where there was none
 * @param to the value after; null where there is none
 */
public record Change(String object, String field, @Nullable String from, @Nullable String to) {
  public Change {
    Check.that().present("object", object).present("field", field).orThrow();
  }
}
