/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Facts of a cluster: its pods and its Kubernetes Events. */
@NullMarked
package io.berth.events.cluster;

import org.jspecify.annotations.NullMarked;
