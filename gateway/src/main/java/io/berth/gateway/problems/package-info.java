/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** How the gateway says no. */
@NullMarked
package io.berth.gateway.problems;

import org.jspecify.annotations.NullMarked;
