/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.operations;

import java.time.Instant;

/**
 * One thing that happened to a command in a cluster.
 *
 * @param at when
 * @param step in a word: {@code accepted}, {@code rejected}, {@code applied}, {@code concluded}
 * @param text in a sentence
 */
public record Step(Instant at, String step, String text) {}
