/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The arithmetic of Kubernetes' HorizontalPodAutoscaler v2: which pods count, what a metric
 * proposes, and how windows and rates shape a proposal. Numbers in, numbers out.
 */
@NullMarked
package io.berth.scaler.hpa;

import org.jspecify.annotations.NullMarked;
