/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** What became of each command, per cluster and over all of them. */
@NullMarked
package io.berth.gateway.operations;

import org.jspecify.annotations.NullMarked;
