/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.scaler.scaling;

import io.berth.events.metrics.CustomSample;
import io.berth.scaler.hpa.Change;
import io.berth.scaler.hpa.Recommendation;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of an application in a cluster between two decisions. It is the whole memory:
 * a process that starts anew with it decides as the old one would have.
 *
 * @param decidedAt the time of the last decision, that of its sample; null before the first
 * @param policyVersion of the policy at that time
 * @param recommendations what was proposed within the stabilisation windows, oldest first
 * @param changes what was changed within the rates' periods, oldest first
 * @param custom the latest sample of each custom metric, by its name
 */
public record ScalingState(
    @Nullable Instant decidedAt,
    long policyVersion,
    List<Recommendation> recommendations,
    List<Change> changes,
    SortedMap<String, CustomSample> custom) {

  /** Before anything was seen. */
  public static final ScalingState INITIAL =
      new ScalingState(null, 0, List.of(), List.of(), new TreeMap<>());

  public ScalingState {
    recommendations = List.copyOf(recommendations);
    changes = List.copyOf(changes);
    custom = Collections.unmodifiableSortedMap(new TreeMap<>(custom));
  }

  /** Remembers a custom metric's sample; one that is not newer changes nothing. */
  public ScalingState with(CustomSample sample) {
    CustomSample known = custom.get(sample.metric());
    if (known != null && !sample.sampledAt().isAfter(known.sampledAt())) {
      return this;
    }
    SortedMap<String, CustomSample> latest = new TreeMap<>(custom);
    latest.put(sample.metric(), sample);
    return new ScalingState(decidedAt, policyVersion, recommendations, changes, latest);
  }
}
