/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** The demo: every flow once against the running suite, with its outcome and how long it took. */
@NullMarked
package io.berth.cli.demo;

import org.jspecify.annotations.NullMarked;
