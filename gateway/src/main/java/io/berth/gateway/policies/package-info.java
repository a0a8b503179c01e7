/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Scaling policies and silences. */
@NullMarked
package io.berth.gateway.policies;

import org.jspecify.annotations.NullMarked;
