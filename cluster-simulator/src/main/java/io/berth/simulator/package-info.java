/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** A simulated Kubernetes cluster: an API server, controllers and kubelets in one small process. */
@NullMarked
package io.berth.simulator;

import org.jspecify.annotations.NullMarked;
