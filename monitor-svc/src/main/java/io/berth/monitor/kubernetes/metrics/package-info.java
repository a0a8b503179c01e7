/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** The sources of CPU and memory metrics: kubelets, the API server's proxy, the metrics API. */
@NullMarked
package io.berth.monitor.kubernetes.metrics;

import org.jspecify.annotations.NullMarked;
