/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** The launcher: the whole suite on one machine, and the program {@code berth}. */
@NullMarked
package io.berth.launcher;

import org.jspecify.annotations.NullMarked;
