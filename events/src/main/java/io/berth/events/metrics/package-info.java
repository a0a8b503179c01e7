/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Samples of CPU, memory and custom metrics, one application at a time. */
@NullMarked
package io.berth.events.metrics;

import org.jspecify.annotations.NullMarked;
