/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */

/** How long scaler-svc takes from a sample to its decision. */
@org.jspecify.annotations.NullMarked
package io.berth.bench.scaling;
