/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** What somebody wants done with an application or a namespace. */
@NullMarked
package io.berth.events.command;

import org.jspecify.annotations.NullMarked;
