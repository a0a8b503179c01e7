/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.scaler.kafka;

import io.berth.events.scaling.ScalingDecision;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

/** Counts what came in and what came of it. */
public final class ScalerMeters {

  private final MeterRegistry registry;

  public ScalerMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  /** A sample for which there is a policy, and its decision if one was due. */
  void sample(@Nullable ScalingDecision decision) {
    registry.counter("berth.scaler.samples").increment();
    if (decision != null) {
      registry
          .counter(
              "berth.scaler.decisions",
              "action",
              decision.action().name(),
              "reason",
              decision.reason().name())
          .increment();
    }
  }

  /** A record that could not be processed. */
  void deadLetter(String what) {
    registry.counter("berth.scaler.dead.letters", "what", what).increment();
  }
}
