/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.multiline;

/**
 * The offset at which the next owner of a partition resumes, and the metadata that it needs.
 *
 * @param offset of the first line that is not yet part of a complete event
 * @param note what {@link MultilineJoiner#Joiner(String)} takes; at most 4 KB, for the commit's
 *     metadata
 */
public record Checkpoint(long offset, String note) {}
