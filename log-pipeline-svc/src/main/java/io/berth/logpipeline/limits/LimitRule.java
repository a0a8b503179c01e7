/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.limits;

/**
 * The limits of one application.
 *
 * @param quota how much it may log
 * @param sampling how many of its records are kept, before the quota counts them
 */
record LimitRule(LogQuota quota, Sampling sampling) {}
