/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.intake;

/**
 * The part that is kept of input that cannot be read.
 *
 * @param tag it came with
 * @param bytes as they came, without the secrets that can be seen; may be empty
 * @param reason why it cannot be read
 */
public record UnreadableInput(String tag, byte[] bytes, String reason) {}
