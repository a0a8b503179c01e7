/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.scaler.hpa;

import io.berth.events.Check;
import io.berth.events.metrics.CustomSample;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The state of an application in a cluster between two decisions. There is no other state: a
 * restarted process decides as the old one would have.
 *
 * @param decidedAt the time of the last decision, that of its sample; null before the first
 * @param policyVersion of the policy at that time
 * @param recommendations within the stabilization windows, oldest first
 * @param changes within the periods of the rates, oldest first
 * @param custom the latest sample of each custom metric, by its name
 */
public record ScalingState(
    @Nullable Instant decidedAt,
    long policyVersion,
    List<Recommendation> recommendations,
    List<ReplicaChange> changes,
    SortedMap<String, CustomSample> custom) {

  /** Before the first sample. */
  public static final ScalingState INITIAL =
      new ScalingState(null, 0, List.of(), List.of(), new TreeMap<>());

  public ScalingState {
    recommendations = List.copyOf(recommendations);
    changes = List.copyOf(changes);
    Check check = Check.that().time("decidedAt", decidedAt);
    for (Recommendation recommendation : recommendations) {
      check.present("recommendations.at", recommendation.at());
      check.time("recommendations.at", recommendation.at());
    }
    for (ReplicaChange change : changes) {
      check.present("changes.at", change.at()).time("changes.at", change.at());
    }
    check.orThrow();
    custom = Collections.unmodifiableSortedMap(new TreeMap<>(custom));
  }

  /** Stores a custom metric's sample unless it is not newer. */
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
