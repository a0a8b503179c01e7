/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.scaler.scaling;

import io.berth.events.kafka.EventJson;
import io.berth.events.metrics.ResourceSample;
import io.berth.events.scaling.ScalingPolicy;
import io.berth.scaler.hpa.ScalingState;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;

/**
 * SHA-256 over the inputs of a decision as canonical JSON: record components in order, maps sorted
 * by key, nulls omitted. Decisions of the same algorithm with the same hash are equal.
 */
final class InputHash {

  private InputHash() {}

  private record Inputs(
      int algorithm,
      ScalingPolicy policy,
      ScalingState state,
      ResourceSample sample,
      Instant asOf) {}

  static String of(ScalingPolicy policy, ScalingState state, ResourceSample sample, Instant asOf) {
    Inputs inputs = new Inputs(ScalingDecider.ALGORITHM, policy, state, sample, asOf);
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(EventJson.mapper().writeValueAsBytes(inputs)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
