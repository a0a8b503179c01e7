/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.scaler.hpa;

/**
 * The tolerance around a ratio of 1 in which no change is proposed.
 *
 * @param down below 1, from 0 to 1
 * @param up above 1, from 0 to 1
 */
public record Tolerance(double down, double up) {

  /** Whether the ratio is within the tolerance, bounds included. */
  public boolean covers(double ratio) {
    return 1.0 - down <= ratio && ratio <= 1.0 + up;
  }
}
