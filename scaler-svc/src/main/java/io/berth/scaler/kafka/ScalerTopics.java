/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.scaler.kafka;

import io.berth.events.Topic;
import io.berth.events.Topic.Cleanup;
import io.berth.events.Topics;
import java.util.List;

/** The topics of this service. */
final class ScalerTopics {

  /**
   * Policies that passed the door. A topic of our own, because the public one is compacted: there,
   * an invalid record would wipe out the last good one.
   */
  static final Topic ACCEPTED_POLICIES =
      new Topic(
          "scaler-svc-policies",
          "namespace/app",
          1,
          Cleanup.COMPACT,
          null,
          "The scaling policy in force, for scaler-svc alone");

  static final List<Topic> ALL =
      List.of(
          Topics.METRICS,
          Topics.METRICS.deadLetters(),
          Topics.SCALING_POLICIES,
          Topics.SCALING_POLICIES.deadLetters(),
          Topics.SCALING_DECISIONS,
          ACCEPTED_POLICIES);

  private ScalerTopics() {}
}
