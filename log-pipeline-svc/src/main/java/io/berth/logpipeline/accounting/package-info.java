/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Counts what became of log records. */
@NullMarked
package io.berth.logpipeline.accounting;

import org.jspecify.annotations.NullMarked;
