/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** The feed of changes that clients follow by server-sent events. */
@NullMarked
package io.berth.gateway.changes;

import org.jspecify.annotations.NullMarked;
