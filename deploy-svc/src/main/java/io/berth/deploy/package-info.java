/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Turns commands into Kubernetes objects in one cluster, and says what became of each. */
@NullMarked
package io.berth.deploy;

import org.jspecify.annotations.NullMarked;
