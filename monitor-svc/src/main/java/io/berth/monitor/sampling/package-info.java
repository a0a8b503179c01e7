/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Computes samples of applications from kubelets' counters. Pure: the inputs are texts and objects.
 */
@NullMarked
package io.berth.monitor.sampling;

import org.jspecify.annotations.NullMarked;
