/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.intake;

/**
 * What is kept of something that cannot be read.
 *
 * @param tag it came with
 * @param bytes as they came, without the secrets that can be seen; may be empty
 * @param reason why it is given up
 */
public record Remains(String tag, byte[] bytes, String reason) {}
