/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** The status of each command, per cluster and overall. */
@NullMarked
package io.berth.gateway.operations;

import org.jspecify.annotations.NullMarked;
