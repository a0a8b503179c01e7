/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** The HTTP and WebSocket face of a simulated cluster. */
@NullMarked
package io.berth.simulator.api;

import org.jspecify.annotations.NullMarked;
