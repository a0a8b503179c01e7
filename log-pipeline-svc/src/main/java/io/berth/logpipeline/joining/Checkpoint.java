/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.joining;

/**
 * Where a successor begins, and what it must know.
 *
 * @param offset of the first line that is not yet part of a complete event
 * @param note what {@link Joiner#Joiner(String)} takes; at most 4 KB, for the commit's metadata
 */
public record Checkpoint(long offset, String note) {}
