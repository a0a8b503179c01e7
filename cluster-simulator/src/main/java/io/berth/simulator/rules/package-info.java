/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** What a write must satisfy: defaults, validation, admission. */
@NullMarked
package io.berth.simulator.rules;

import org.jspecify.annotations.NullMarked;
