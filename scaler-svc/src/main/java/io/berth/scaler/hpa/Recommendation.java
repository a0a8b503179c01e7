/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.scaler.hpa;

import java.time.Instant;

/**
 * What was proposed once, before windows and rates shaped it.
 *
 * @param at when
 * @param replicas how many
 */
public record Recommendation(Instant at, int replicas) {}
