/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Starts the processes of a suite, probes their health and restarts those that exit. */
@NullMarked
package io.berth.launcher.supervision;

import org.jspecify.annotations.NullMarked;
