/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.manifest;

import io.berth.events.AppRef;
import io.berth.events.operation.OperationRef;
import java.time.Instant;

/**
 * The command that an object was last written by; stored on the object, so that a restarted service
 * finds its work.
 *
 * @param commandId the command's CloudEvents id
 * @param verb the command in one word
 * @param requestedBy who issued it
 * @param issuedAt when it was issued
 * @param deadline when its verdict is due
 * @param position its Kafka position, {@code topic-partition:offset@topic's id}
 */
public record CommandRef(
    String commandId,
    String verb,
    String requestedBy,
    Instant issuedAt,
    Instant deadline,
    String position) {

  /** The reference that every record about the command carries. */
  public OperationRef operation(AppRef app, String cluster, Instant at) {
    return new OperationRef(commandId, verb, app, cluster, requestedBy, at);
  }
}
