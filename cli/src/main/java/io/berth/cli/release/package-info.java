/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** The commands that release applications, and those that show what a release would be. */
@NullMarked
package io.berth.cli.release;

import org.jspecify.annotations.NullMarked;
