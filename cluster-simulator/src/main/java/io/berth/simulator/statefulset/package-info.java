/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * StatefulSets: pods with a number, a name and claims of their own, started and replaced in order.
 */
@NullMarked
package io.berth.simulator.statefulset;

import org.jspecify.annotations.NullMarked;
