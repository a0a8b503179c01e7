/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.kubelet;

import java.time.Duration;

/**
 * How long things take; real clusters are slower.
 *
 * @param pull from scheduled to image pulled
 * @param start from pulled to running
 * @param ready from running to ready, where the container has a readiness probe
 * @param slow from running to ready of a slow container
 * @param crash from running to a crash or a kill
 * @param probe between two failing probes
 * @param backOff before the first restart; doubles with each
 * @param maxBackOff the longest wait before a restart
 * @param stop from the delete to the end of a pod
 */
public record Timings(
    Duration pull,
    Duration start,
    Duration ready,
    Duration slow,
    Duration crash,
    Duration probe,
    Duration backOff,
    Duration maxBackOff,
    Duration stop) {

  /** What people watch: quick, but each step is seen. */
  public static final Timings DEFAULT = of(600, 200, 1000, 20_000, 1500, 1000, 2000, 20_000, 800);

  /** For tests. */
  public static final Timings FAST = of(30, 20, 60, 20_000, 250, 200, 300, 2000, 60);

  private static Timings of(
      long pull,
      long start,
      long ready,
      long slow,
      long crash,
      long probe,
      long back,
      long max,
      long stop) {
    return new Timings(
        Duration.ofMillis(pull),
        Duration.ofMillis(start),
        Duration.ofMillis(ready),
        Duration.ofMillis(slow),
        Duration.ofMillis(crash),
        Duration.ofMillis(probe),
        Duration.ofMillis(back),
        Duration.ofMillis(max),
        Duration.ofMillis(stop));
  }

  /** The wait before restart number {@code restarts}, the first being 0. */
  public Duration backOff(int restarts) {
    Duration wait = backOff.multipliedBy(1L << Math.min(restarts, 10));
    return wait.compareTo(maxBackOff) < 0 ? wait : maxBackOff;
  }

  /** {@code 2s}, {@code 300ms}. */
  static String text(Duration wait) {
    return wait.toMillis() % 1000 == 0 ? wait.toSeconds() + "s" : wait.toMillis() + "ms";
  }
}
