/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.scaler.scaling;

import io.berth.events.metrics.MetricSample;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Validates well-formed samples. */
public final class SampleValidator {

  /** Maximum lead of a sampler's clock over its producer's. */
  private static final Duration MAX_AHEAD = Duration.ofMinutes(5);

  private SampleValidator() {}

  /**
   * The reason why a sample is invalid; null where it is valid.
   *
   * @param key of its record
   * @param received the record's timestamp
   */
  public static @Nullable String fault(MetricSample sample, String key, Instant received) {
    if (!key.equals(sample.key())) {
      // Another partition would have another state of the same application.
      return "key: found '" + key + "', wanted '" + sample.key() + "' as in the sample";
    }
    if (Duration.between(received, sample.sampledAt()).compareTo(MAX_AHEAD) > 0) {
      // If accepted, every sample of the next hours would be too old.
      return "sampledAt: found "
          + sample.sampledAt()
          + ", wanted a time not after the record's own, "
          + received
          + "; is the sampler's clock right?";
    }
    return null;
  }
}
