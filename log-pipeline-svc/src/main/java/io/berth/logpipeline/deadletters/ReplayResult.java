/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.deadletters;

/**
 * The result of a replay.
 *
 * @param replayed records that are in their topic again
 * @param skipped dead letters that were no record of it, such as chunks that could not be read
 * @param left dead letters that are still to be replayed
 */
public record ReplayResult(int replayed, int skipped, long left) {}
