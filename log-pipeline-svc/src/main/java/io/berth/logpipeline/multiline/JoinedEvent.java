/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.multiline;

import io.berth.events.log.RawLog;

/**
 * A complete event.
 *
 * @param log its first line's record, with the text of all
 * @param offset of its first line: what its id is made of
 */
public record JoinedEvent(RawLog log, long offset) {}
