/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** JSON by the million: read and written without what a general mapper does for each value. */
@NullMarked
package io.berth.logpipeline.json;

import org.jspecify.annotations.NullMarked;
