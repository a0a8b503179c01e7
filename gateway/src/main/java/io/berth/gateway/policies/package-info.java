/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Scaling policies and silences: data that people change, with a version. */
@NullMarked
package io.berth.gateway.policies;

import org.jspecify.annotations.NullMarked;
