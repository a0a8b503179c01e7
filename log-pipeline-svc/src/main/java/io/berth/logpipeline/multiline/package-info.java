/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Puts lines together that were one event: pure, so that a replay gives the same. */
@NullMarked
package io.berth.logpipeline.multiline;

import org.jspecify.annotations.NullMarked;
