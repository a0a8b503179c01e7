/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * CPU, memory and durations as people write them: {@code 500m}, {@code 256Mi}, {@code 1h30m}. What
 * cannot be read exactly is refused; nothing is rounded.
 */
@NullMarked
package io.berth.events.quantity;

import org.jspecify.annotations.NullMarked;
