/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The objects of a simulated cluster: one resource version, one log of changes, Kubernetes errors.
 */
@NullMarked
package io.berth.simulator.store;

import org.jspecify.annotations.NullMarked;
