/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** JSON patch, merge patch and strategic merge patch over JSON trees. */
@NullMarked
package io.berth.simulator.patch;

import org.jspecify.annotations.NullMarked;
