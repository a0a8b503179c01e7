/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Label and field selectors, as lists and watches take them. */
@NullMarked
package io.berth.simulator.selector;

import org.jspecify.annotations.NullMarked;
