/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** The door for people and programs: commands in, views out. */
@NullMarked
package io.berth.gateway;

import org.jspecify.annotations.NullMarked;
