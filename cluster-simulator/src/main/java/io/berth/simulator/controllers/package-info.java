/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Level-triggered control loops: deployments, replica sets, scheduling, endpoints, garbage, quotas.
 */
@NullMarked
package io.berth.simulator.controllers;

import org.jspecify.annotations.NullMarked;
