/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Handles the samples of an application in a cluster: whether a decision is due, and that decision
 * with its explanation. Pure: the inputs are policy, state, sample and time, the outputs decision
 * and next state.
 */
@NullMarked
package io.berth.scaler.scaling;

import org.jspecify.annotations.NullMarked;
