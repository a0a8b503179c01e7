/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.audit;

import io.berth.events.Check;
import io.berth.events.Event;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Who did what, through which interface, with what result.
 *
 * @param principal who
 * @param door {@code rest}, {@code console}, {@code kafka}, {@code exec}
 * @param action what, such as {@code command.deploy}
 * @param object on what
 * @param outcome the result
 * @param detail more, for people; redacted
 * @param commandId the command it led to; null where there is none
 * @param at when
 */
public record AuditEntry(
    String principal,
    String door,
    String action,
    String object,
    Outcome outcome,
    @Nullable String detail,
    @Nullable String commandId,
    Instant at)
    implements Event {

  /** How it ended at the door. */
  public enum Outcome {
    ALLOWED,
    REFUSED,
    FAILED
  }

  public AuditEntry {
    Check.that()
        .text("principal", principal, 200)
        .text("door", door, 50)
        .text("action", action, 100)
        .present("object", object)
        .present("outcome", outcome)
        .present("at", at)
        .orThrow();
  }

  @Override
  public String key() {
    return principal;
  }
}
