/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The algorithm of Kubernetes' HorizontalPodAutoscaler v2: which pods count, what the metrics of a
 * policy propose, how windows and rates shape the largest proposal, and the state that they need.
 * Pure; see {@link io.berth.scaler.hpa.ReplicaDecision}.
 */
@NullMarked
package io.berth.scaler.hpa;

import org.jspecify.annotations.NullMarked;
