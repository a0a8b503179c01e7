/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** The delivery state of notifications. Pure, except for the port {@link Receiver}. */
@NullMarked
package io.berth.monitor.notification;

import org.jspecify.annotations.NullMarked;
