/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Options of a service that were renamed. */
@NullMarked
package io.berth.stream.options;

import org.jspecify.annotations.NullMarked;
