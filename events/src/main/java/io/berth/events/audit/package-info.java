/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Who did what, through which interface, with what result. */
@NullMarked
package io.berth.events.audit;

import org.jspecify.annotations.NullMarked;
