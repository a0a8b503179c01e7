/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Received records and their store. */
@NullMarked
package io.berth.logpipeline.intake;

import org.jspecify.annotations.NullMarked;
