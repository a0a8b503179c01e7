/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Observations and samples, and the readers that make them of Kubernetes objects. Pure. */
@NullMarked
package io.berth.monitor.observation;

import org.jspecify.annotations.NullMarked;
