/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Programs laid out for a fast start, and the AOT caches of their classes. */
@NullMarked
package io.berth.launcher.image;

import org.jspecify.annotations.NullMarked;
