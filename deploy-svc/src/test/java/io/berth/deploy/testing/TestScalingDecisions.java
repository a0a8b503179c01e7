/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.testing;

import io.berth.events.AppRef;
import io.berth.events.ClusterAppRef;
import io.berth.events.scaling.MetricTarget;
import io.berth.events.scaling.ScalingDecision;
import io.berth.events.scaling.ScalingDecision.Action;
import io.berth.events.scaling.ScalingDecision.Reason;
import io.berth.events.scaling.ScalingPolicy;
import io.berth.events.scaling.ScalingPolicy.Mode;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Named decisions. */
public final class TestScalingDecisions {

  private TestScalingDecisions() {}

  /** Between 3 and 10 replicas. */
  public static ScalingPolicy policy(AppRef app) {
    return policy(app, Mode.ACTIVE, 1);
  }

  public static ScalingPolicy policy(AppRef app, Mode mode, long version) {
    return new ScalingPolicy(
        app,
        version,
        mode,
        List.of(),
        3,
        10,
        List.of(new MetricTarget.AverageValue(MetricTarget.Resource.CPU, 100)),
        null,
        null,
        "ann");
  }

  public static ScalingDecision scaleOut(AppRef app, int from, int to) {
    return new ScalingDecision(
        UUID.randomUUID().toString(),
        ClusterAppRef.of(Harness.CLUSTER, app),
        1,
        1,
        Mode.ACTIVE,
        Instant.now(),
        from,
        to,
        Action.SCALE_OUT,
        Reason.DESIRED_WITHIN_RANGE,
        "more load",
        List.of(),
        "cpu",
        to,
        null,
        null,
        3,
        10,
        "hash");
  }
}
