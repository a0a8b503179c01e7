/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * From a kubelet's counters to one sample of an application. Pure: texts and objects in, figures
 * out.
 */
@NullMarked
package io.berth.monitor.sampling;

import org.jspecify.annotations.NullMarked;
