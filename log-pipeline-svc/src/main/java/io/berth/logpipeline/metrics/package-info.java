/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Counts what became of log records. */
@NullMarked
package io.berth.logpipeline.metrics;

import org.jspecify.annotations.NullMarked;
