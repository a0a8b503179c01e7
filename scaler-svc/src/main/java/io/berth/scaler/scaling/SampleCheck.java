/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.scaler.scaling;

import io.berth.events.metrics.MetricSample;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a sample must be besides well-formed. */
public final class SampleCheck {

  /** How far a sampler's clock may be ahead of its producer's. */
  private static final Duration MOST_AHEAD = Duration.ofMinutes(5);

  private SampleCheck() {}

  /**
   * What is wrong with a sample, in words; null where nothing is.
   *
   * @param key of its record
   * @param received the record's time
   */
  public static @Nullable String fault(MetricSample sample, String key, Instant received) {
    if (!key.equals(sample.key())) {
      // Another partition would hold another window of the same application.
      return "key: found '" + key + "', wanted '" + sample.key() + "' as in the sample";
    }
    if (sample.sampledAt().isAfter(received.plus(MOST_AHEAD))) {
      // Taken, it would make every sample of the next hours a late one.
      return "sampledAt: found "
          + sample.sampledAt()
          + ", wanted a time not after the record's own, "
          + received
          + "; is the sampler's clock right?";
    }
    return null;
  }
}
