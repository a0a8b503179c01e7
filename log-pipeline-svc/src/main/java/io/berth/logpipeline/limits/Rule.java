/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.limits;

/**
 * What holds for an application.
 *
 * @param quota how much it may log
 * @param sampling how many of its records are kept, before the quota counts them
 */
record Rule(Quota quota, Sampling sampling) {}
