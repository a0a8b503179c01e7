/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logappender;

import java.time.Instant;
import java.util.Map;

/**
 * A log event as it is sent.
 *
 * @param time of the event
 * @param fields with dotted names
 */
record ShippedEvent(Instant time, Map<String, Object> fields) {}
