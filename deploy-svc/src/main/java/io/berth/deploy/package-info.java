/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Applies commands to one cluster as Kubernetes objects and publishes the result of each. */
@NullMarked
package io.berth.deploy;

import org.jspecify.annotations.NullMarked;
