/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.scaler.hpa;

import io.berth.events.metrics.PodSample;
import io.berth.events.metrics.ResourceSample;
import io.berth.events.scaling.ScalingPolicy;
import java.time.Instant;
import java.util.List;

/** The inputs of one decision. */
public record ScalingContext(
    ScalingPolicy policy, ScalingState state, ResourceSample sample, Instant asOf) {

  public int current() {
    return sample.specReplicas();
  }

  List<PodSample> pods() {
    return sample.pods();
  }
}
