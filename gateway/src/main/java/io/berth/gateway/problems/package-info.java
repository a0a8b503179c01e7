/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Errors of the API as problem details. */
@NullMarked
package io.berth.gateway.problems;

import org.jspecify.annotations.NullMarked;
