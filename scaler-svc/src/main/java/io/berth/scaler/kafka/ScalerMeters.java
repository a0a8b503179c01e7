/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.scaler.kafka;

import io.berth.events.scaling.ScalingDecision;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

/** The service's counters. */
public final class ScalerMeters {

  private final MeterRegistry registry;

  public ScalerMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  /** Counts a sample with a policy, and its decision if one was due. */
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

  /** Counts something stored that is unreadable and therefore ignored. */
  void setAside(String what) {
    registry.counter("berth.scaler.set.aside", "what", what).increment();
  }

  /** Counts a rejected record. */
  void deadLetter(String what) {
    registry.counter("berth.scaler.dead.letters", "what", what).increment();
  }
}
