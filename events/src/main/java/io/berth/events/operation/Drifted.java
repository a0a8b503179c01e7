/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.operation;

import io.berth.events.Check;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Another client changed a field that Berth owns, or that change has ended.
 *
 * @param ref which command, on what, where, when
 * @param object kind/name
 * @param field the field's path; a dot where the whole object is gone
 * @param found the value that it was changed to; in words where it may hold a secret
 * @param wanted Berth's value, likewise
 * @param manager the field manager who changed it; {@code unknown} where the API server does not
 *     say
 * @param changedAt when, if the API server knows
 * @param healed false when it is found, once for each change; true when the field is as wanted
 *     again, set back by Berth or by somebody else
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
