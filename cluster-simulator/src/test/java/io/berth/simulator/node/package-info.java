/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** A real node for tests: where it is, and images for it. */
@NullMarked
package io.berth.simulator.node;

import org.jspecify.annotations.NullMarked;
