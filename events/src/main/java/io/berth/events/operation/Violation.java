/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.operation;

import io.berth.events.Check;
import java.util.List;

/**
 * One rule that a command violates.
 *
 * @param rule the rule's id, such as {@code min-replicas}
 * @param version the rule's version, at least 1
 * @param field the field's path in the command
 * @param found the value found
 * @param wanted the value that the rule requires
 * @param help what to do, in a sentence
 */
public record Violation(
    String rule, int version, String field, String found, String wanted, String help) {
  /** The rule that the cluster has the application. */
  public static final String APP_EXISTS = "app-exists";

  public Violation {
    Check.that()
        .text("rule", rule, 100)
        .atLeast("version", version, 1)
        .present("field", field)
        .present("found", found)
        .present("wanted", wanted)
        .present("help", help)
        .orThrow();
  }

  /** Whether the missing application is all that a command was rejected for. */
  public static boolean isMissingApp(List<Violation> violations) {
    return violations.size() == 1 && violations.getFirst().rule().equals(APP_EXISTS);
  }
}
