/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** How a command comes in: what is refused at the door, and what is passed on. */
@NullMarked
package io.berth.gateway.commands;

import org.jspecify.annotations.NullMarked;
