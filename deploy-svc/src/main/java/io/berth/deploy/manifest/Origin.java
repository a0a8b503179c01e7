/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.manifest;

import java.time.Instant;

/**
 * The command that an object's present shape goes back to; written on the object, so that a restart
 * of this service finds what it was doing.
 *
 * @param commandId the command's CloudEvents id
 * @param verb the command in one word
 * @param requestedBy whose it was
 * @param issuedAt when it was given
 * @param deadline when its verdict is due
 * @param position its Kafka position, {@code topic-partition:offset@topic's id}
 */
public record Origin(
    String commandId,
    String verb,
    String requestedBy,
    Instant issuedAt,
    Instant deadline,
    String position) {}
