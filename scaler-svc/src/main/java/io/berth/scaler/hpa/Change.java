/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.scaler.hpa;

import java.time.Instant;

/**
 * A change of the number of replicas that was decided.
 *
 * @param at when
 * @param from before
 * @param to after
 */
public record Change(Instant at, int from, int to) {

  int added() {
    return Math.max(0, to - from);
  }

  int removed() {
    return Math.max(0, from - to);
  }
}
