/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.scaler.hpa;

/**
 * How far the ratio of usage to target may be from 1 before anything is proposed.
 *
 * @param down below 1, from 0 to 1
 * @param up above 1, from 0 to 1
 */
public record Tolerance(double down, double up) {

  /** Both bounds included. */
  public boolean covers(double ratio) {
    return 1.0 - down <= ratio && ratio <= 1.0 + up;
  }
}
