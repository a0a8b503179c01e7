/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Turns samples into scaling decisions. */
@NullMarked
package io.berth.scaler;

import org.jspecify.annotations.NullMarked;
