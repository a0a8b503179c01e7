/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Jobs, whose pods run to their end, and CronJobs, which start Jobs by the clock. */
@NullMarked
package io.berth.simulator.jobs;

import org.jspecify.annotations.NullMarked;
