/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** The cluster: watches, kubelets and the metrics API. */
@NullMarked
package io.berth.monitor.kubernetes;

import org.jspecify.annotations.NullMarked;
