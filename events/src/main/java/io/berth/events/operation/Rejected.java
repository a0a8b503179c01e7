/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.operation;

import io.berth.events.Check;
import java.util.List;

/**
 * The command was rejected; this is also its verdict. Nothing was written.
 *
 * @param ref which command, on what, where, when
 * @param violations every rule it violates, at least one
 */
public record Rejected(OperationRef ref, List<Violation> violations) implements Operation {
  public Rejected {
    Check.that().present("ref", ref).notEmpty("violations", violations).orThrow();
    violations = Check.listOrEmpty(violations);
  }
}
