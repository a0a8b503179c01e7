/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** The command-line client of the gateway. */
@NullMarked
package io.berth.cli;

import org.jspecify.annotations.NullMarked;
