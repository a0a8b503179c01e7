/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Commands on an application or a namespace. */
@NullMarked
package io.berth.events.command;

import org.jspecify.annotations.NullMarked;
