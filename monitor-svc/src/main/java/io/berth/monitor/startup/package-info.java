/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Whether a workload is starting, available, or no longer available: distinguishes "still starting"
 * from "down".
 */
@NullMarked
package io.berth.monitor.startup;

import org.jspecify.annotations.NullMarked;
