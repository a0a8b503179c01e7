/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.metrics;

import io.berth.events.ClusterAppRef;
import io.berth.events.Event;
import java.time.Instant;

/** What was measured of one application at one time. */
public sealed interface MetricSample extends Event permits ResourceSample, CustomSample {

  /** Where and which. */
  ClusterAppRef app();

  /** When it was measured, by the source's clock. */
  Instant sampledAt();

  @Override
  default String key() {
    return app().toString();
  }
}
