/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.command;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.berth.events.Check;

/** How the verdicts of several clusters are combined. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = PartialFailurePolicy.All.class, name = "ALL"),
  @JsonSubTypes.Type(value = PartialFailurePolicy.Quorum.class, name = "QUORUM"),
  @JsonSubTypes.Type(value = PartialFailurePolicy.BestEffort.class, name = "BEST_EFFORT"),
  @JsonSubTypes.Type(value = PartialFailurePolicy.CanaryFirst.class, name = "CANARY_FIRST")
})
public sealed interface PartialFailurePolicy {

  /** Succeeds when every cluster succeeded. */
  record All() implements PartialFailurePolicy {}

  /**
   * Succeeds when at least so many clusters succeeded.
   *
   * @param clusters how many, at least 1
   */
  record Quorum(int clusters) implements PartialFailurePolicy {
    public Quorum {
      Check.that().atLeast("clusters", clusters, 1).orThrow();
    }
  }

  /** Succeeds when any cluster succeeded. */
  record BestEffort() implements PartialFailurePolicy {}

  /**
   * One cluster goes first; the others start only when it succeeded, and then all must.
   *
   * @param cluster the first
   */
  record CanaryFirst(String cluster) implements PartialFailurePolicy {
    public CanaryFirst {
      Check.that().label("cluster", cluster).orThrow();
    }
  }
}
