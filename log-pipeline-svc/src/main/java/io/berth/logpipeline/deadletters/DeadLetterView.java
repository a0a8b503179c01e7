/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.deadletters;

/**
 * A dead letter as the HTTP API returns it.
 *
 * @param id where it lies: topic, partition, offset
 * @param source where it came from: topic, partition, offset; {@code the door} for a chunk that
 *     could not be read
 * @param reason why it is here
 * @param at since when, ISO 8601
 * @param bytes how large it is
 * @param replayable whether it can be tried again
 */
public record DeadLetterView(
    String id, String source, String reason, String at, int bytes, boolean replayable) {}
