/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** What is said on the wire: the topics, and what every payload has in common. */
@NullMarked
package io.berth.events;

import org.jspecify.annotations.NullMarked;
