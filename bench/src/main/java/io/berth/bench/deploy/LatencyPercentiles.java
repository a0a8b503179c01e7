/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.bench.deploy;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Percentiles of measured latencies: kept in nanoseconds, printed in milliseconds. */
public record LatencyPercentiles(List<Long> sorted) {

  public LatencyPercentiles {
    sorted = sorted.stream().sorted().toList();
  }

  /**
   * @param quantile such as 0.5 for the median
   */
  double at(double quantile) {
    int rank = (int) Math.ceil(quantile * sorted.size());
    return sorted.get(Math.clamp(rank - 1L, 0, sorted.size() - 1))
        / (double) TimeUnit.MILLISECONDS.toNanos(1);
  }

  double median() {
    return at(0.5);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%7.1f | %7.1f | %7.1f | %7.1f | %5d",
        median(),
        at(0.9),
        at(0.99),
        at(1),
        sorted.size());
  }
}
