/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Decides how many replicas an application shall have in a cluster, and says why. Pure: policy,
 * state, sample and time in, decision and next state out.
 */
@NullMarked
package io.berth.scaler.scaling;

import org.jspecify.annotations.NullMarked;
