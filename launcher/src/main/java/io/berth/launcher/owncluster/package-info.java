/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Clusters of the user's own, which stand in for simulated ones. */
@NullMarked
package io.berth.launcher.owncluster;

import org.jspecify.annotations.NullMarked;
