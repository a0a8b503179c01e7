/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.operation;

import io.berth.events.Check;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Somebody else changed a field that Berth owns.
 *
 * @param ref which command, on what, where, when
 * @param object kind/name
 * @param field the field's path
 * @param found its value now
 * @param wanted Berth's value
 * @param manager the field manager who changed it
 * @param changedAt when, if the API server knows
 * @param healed whether it was set back
 */
public record Drifted(
    OperationRef ref,
    String object,
    String field,
    String found,
    String wanted,
    String manager,
    @Nullable Instant changedAt,
    boolean healed)
    implements Operation {
  public Drifted {
    Check.that()
        .present("ref", ref)
        .text("object", object, 500)
        .text("field", field, 1000)
        .present("found", found)
        .present("wanted", wanted)
        .text("manager", manager, 500)
        .orThrow();
  }
}
