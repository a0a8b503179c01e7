/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.command.pod;

import io.berth.events.Check;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Fields of which a record has exactly one. */
final class OneOf {

  private final List<String> all = new ArrayList<>();
  private final List<String> given = new ArrayList<>();

  OneOf or(String field, @Nullable Object value) {
    all.add(field);
    if (value != null) {
      given.add(field);
    }
    return this;
  }

  void check(Check check) {
    String wanted =
        "exactly one of "
            + String.join(", ", all.subList(0, all.size() - 1))
            + " and "
            + all.getLast();
    if (given.isEmpty()) {
      check.fault("", "nothing", wanted);
    } else if (given.size() > 1) {
      check.fault(given.getLast(), "it beside " + given.getFirst(), wanted);
    }
  }
}
