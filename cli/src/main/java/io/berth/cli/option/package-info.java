/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Converters of command-line arguments: what is wrong is refused, and how to write it is said. */
@NullMarked
package io.berth.cli.option;

import org.jspecify.annotations.NullMarked;
