/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Progress and verdict of a command in each cluster, and the state of the applications there. */
@NullMarked
package io.berth.events.operation;

import org.jspecify.annotations.NullMarked;
