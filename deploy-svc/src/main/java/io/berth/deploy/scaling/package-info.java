/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Applying the scaler's decisions. */
@NullMarked
package io.berth.deploy.scaling;

import org.jspecify.annotations.NullMarked;
