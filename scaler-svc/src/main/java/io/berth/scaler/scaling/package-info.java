/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Decides the number of replicas of an application in a cluster, and explains it. Pure: the inputs
 * are policy, state, sample and time, the outputs decision and next state.
 */
@NullMarked
package io.berth.scaler.scaling;

import org.jspecify.annotations.NullMarked;
