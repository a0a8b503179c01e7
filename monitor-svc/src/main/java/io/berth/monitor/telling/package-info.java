/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Who was told what, and what is still to be told. Pure, but for the port {@link Receiver}. */
@NullMarked
package io.berth.monitor.telling;

import org.jspecify.annotations.NullMarked;
