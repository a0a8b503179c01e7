/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Level-triggered control loops: deployments, replica sets, scheduling, endpoints, garbage, quotas.
 */
@NullMarked
package io.berth.localstack.cluster.controllers;

import org.jspecify.annotations.NullMarked;
