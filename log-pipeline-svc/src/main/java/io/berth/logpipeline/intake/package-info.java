/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** What came through a door, and where it is kept. */
@NullMarked
package io.berth.logpipeline.intake;

import org.jspecify.annotations.NullMarked;
