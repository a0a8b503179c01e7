/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Server-side apply: field sets, managed fields, conflicts. */
@NullMarked
package io.berth.simulator.apply;

import org.jspecify.annotations.NullMarked;
