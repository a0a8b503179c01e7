/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.scaler;

import io.berth.events.AppRef;
import io.berth.events.ClusterAppRef;
import io.berth.events.metrics.ResourceSample;
import io.berth.events.scaling.ScalingPolicy;
import io.berth.scaler.scaling.ScalingScenario;
import java.time.Instant;

/** An application of one test, so that many tests can share one scaler. */
record TestApplication(AppRef ref) {

  static TestApplication named(String name) {
    return new TestApplication(new AppRef("shop", name));
  }

  ClusterAppRef in(String cluster) {
    return new ClusterAppRef(cluster, ref.namespace(), ref.name());
  }

  /** Target: CPU at 60 % of the request. */
  ScalingPolicy policy(long version, int least, int most) {
    ScalingPolicy one = ScalingScenario.policy(least, most, ScalingScenario.CPU_60);
    return new ScalingPolicy(
        ref,
        version,
        one.mode(),
        one.clusters(),
        one.minReplicas(),
        one.maxReplicas(),
        one.metrics(),
        one.period(),
        one.behavior(),
        one.changedBy());
  }

  /** One pod for each load, in millicores of the 1000 requested. */
  ResourceSample sample(String cluster, Instant at, long... loads) {
    ResourceSample one = ScalingScenario.sample(at, loads.length, loads);
    return new ResourceSample(
        in(cluster),
        one.sampledAt(),
        one.window(),
        one.source(),
        one.specReplicas(),
        one.rollingOut(),
        one.pods());
  }
}
