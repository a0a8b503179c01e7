/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Every service is replaced by a newer one while commands, samples and alerts go on. */
@NullMarked
package io.berth.bench.upgrade;

import org.jspecify.annotations.NullMarked;
