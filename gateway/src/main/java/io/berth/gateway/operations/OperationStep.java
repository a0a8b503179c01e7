/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.operations;

import java.time.Instant;

/**
 * A step of a command in a cluster.
 *
 * @param at its time
 * @param step its kind: {@code accepted}, {@code rejected}, {@code applied}, {@code concluded}
 * @param text a sentence
 */
public record OperationStep(Instant at, String step, String text) {}
