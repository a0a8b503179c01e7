/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Formats the gateway's answers for a terminal. Pure. */
@NullMarked
package io.berth.cli.text;

import org.jspecify.annotations.NullMarked;
