/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.scaler.hpa;

import java.time.Instant;

/**
 * A decided change of the number of replicas.
 *
 * @param at time of the decision
 * @param from previous number
 * @param to new number
 */
public record ReplicaChange(Instant at, int from, int to) {

  long added() {
    return Math.max(0, (long) to - from);
  }

  long removed() {
    return Math.max(0, (long) from - to);
  }
}
