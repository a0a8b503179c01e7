/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.joining;

import io.berth.events.log.RawLog;

/**
 * An event that is complete.
 *
 * @param log its first line's record, with the text of all
 * @param offset of its first line: what its id is made of
 */
public record Joined(RawLog log, long offset) {}
