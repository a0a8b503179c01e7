/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.scaler.hpa;

import java.time.Instant;

/**
 * An earlier proposal, before stabilization and rate limits.
 *
 * @param at time of the proposal
 * @param replicas proposed number
 */
public record Recommendation(Instant at, int replicas) {}
