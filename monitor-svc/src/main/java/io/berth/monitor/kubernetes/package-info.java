/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** The cluster: informers, and the publishing of what they observe. */
@NullMarked
package io.berth.monitor.kubernetes;

import org.jspecify.annotations.NullMarked;
