/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.bench.upgrade;

/**
 * The ports of {@code berth up --port-offset}.
 *
 * @param offset as it was given there
 */
record SuitePorts(int offset) {

  /** Is added to a port for the second instance of a service. */
  static final int SECOND = 50;

  int kafka() {
    return 19_092 + offset;
  }

  int elasticsearch() {
    return 19_200 + offset;
  }

  int cluster(int number) {
    return 18_000 + number + offset;
  }

  int webhook() {
    return 18_501 + offset;
  }

  int gateway() {
    return 8_080 + offset;
  }

  int deploy(int number) {
    return 18_100 + number + offset;
  }

  int monitor(int number) {
    return 18_200 + number + offset;
  }

  int scaler() {
    return 18_301 + offset;
  }

  int logPipeline() {
    return 18_401 + offset;
  }

  int forward() {
    return 24_224 + offset;
  }
}
