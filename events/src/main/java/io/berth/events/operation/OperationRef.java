/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.operation;

import io.berth.events.AppRef;
import io.berth.events.Check;
import java.time.Instant;

/**
 * Which command, on what, where, when.
 *
 * @param commandId the command's CloudEvents id
 * @param verb the command in one word, such as {@code deploy}
 * @param app the application (a namespace command names the namespace twice)
 * @param cluster where
 * @param requestedBy the principal of the command
 * @param at when this step happened
 */
public record OperationRef(
    String commandId, String verb, AppRef app, String cluster, String requestedBy, Instant at) {
  public OperationRef {
    Check.that()
        .text("commandId", commandId, 200)
        .text("verb", verb, 50)
        .present("app", app)
        .label("cluster", cluster)
        .text("requestedBy", requestedBy, 200)
        .present("at", at)
        .orThrow();
  }

  public OperationRef at(Instant instant) {
    return new OperationRef(commandId, verb, app, cluster, requestedBy, instant);
  }
}
