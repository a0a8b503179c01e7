/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Simulated nodes: pods that start, use CPU and memory, write logs and fail on demand. */
@NullMarked
package io.berth.localstack.cluster.kubelet;

import org.jspecify.annotations.NullMarked;
