/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Simulated nodes: pods that start, use CPU and memory, write logs and fail on demand. */
@NullMarked
package io.berth.simulator.kubelet;

import org.jspecify.annotations.NullMarked;
