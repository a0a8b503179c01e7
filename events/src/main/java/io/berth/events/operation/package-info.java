/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** What became of a command in each cluster, and the state of the applications there. */
@NullMarked
package io.berth.events.operation;

import org.jspecify.annotations.NullMarked;
