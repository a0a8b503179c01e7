/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Queued work: its order, and whether this instance owns it. */
@NullMarked
package io.berth.deploy.queue;

import org.jspecify.annotations.NullMarked;
