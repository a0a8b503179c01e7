/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Computes the usage of containers from kubelets' counters, and which nodes give none. Pure: the
 * inputs are texts and objects.
 */
@NullMarked
package io.berth.monitor.sampling;

import org.jspecify.annotations.NullMarked;
