/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** How objects are shown as rows of a table, as {@code kubectl get} asks for them. Pure. */
@NullMarked
package io.berth.simulator.printing;

import org.jspecify.annotations.NullMarked;
