/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Schedules in the form of cron, as CronJobs have them. */
@NullMarked
package io.berth.simulator.cron;

import org.jspecify.annotations.NullMarked;
