/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** What waits to be done, in which order, and whether it is this instance's to do. */
@NullMarked
package io.berth.deploy.queue;

import org.jspecify.annotations.NullMarked;
