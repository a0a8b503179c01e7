/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.command;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.berth.events.Check;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a new release replaces the old one. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = RolloutStrategy.Rolling.class, name = "ROLLING"),
  @JsonSubTypes.Type(value = RolloutStrategy.Canary.class, name = "CANARY"),
  @JsonSubTypes.Type(value = RolloutStrategy.BlueGreen.class, name = "BLUE_GREEN"),
  @JsonSubTypes.Type(value = RolloutStrategy.Recreate.class, name = "RECREATE")
})
public sealed interface RolloutStrategy {

  /**
   * Pods are replaced a few at a time.
   *
   * @param maxSurgePercent pods above the wanted count, 0 to 100
   * @param maxUnavailablePercent pods below the wanted count, 0 to 100; not 0 together with surge
   */
  record Rolling(int maxSurgePercent, int maxUnavailablePercent) implements RolloutStrategy {
    public Rolling {
      Check.that()
          .between("maxSurgePercent", maxSurgePercent, 0, 100)
          .between("maxUnavailablePercent", maxUnavailablePercent, 0, 100)
          .holds(
              maxSurgePercent + maxUnavailablePercent > 0,
              "maxSurgePercent",
              "0 and maxUnavailablePercent 0",
              "one of the two above 0, or no pod could ever be replaced")
          .orThrow();
    }

    /** A quarter more, never one less. */
    public static Rolling standard() {
      return new Rolling(25, 0);
    }
  }

  /**
   * A share of the replicas runs the new release, then a larger one, then all.
   *
   * @param steps the shares in order, at least one
   */
  record Canary(List<CanaryStep> steps) implements RolloutStrategy {
    public Canary {
      Check.that().notEmpty("steps", steps).orThrow();
      steps = List.copyOf(steps);
    }
  }

  /**
   * One step of a canary.
   *
   * @param percent of the replicas on the new release, 1 to 100
   * @param bake how long before the next step, up to 24 hours; null to wait for Promote
   */
  record CanaryStep(int percent, @Nullable Duration bake) {
    public CanaryStep {
      Check.that()
          .between("percent", percent, 1, 100)
          .between("bake", bake == null ? Duration.ZERO : bake, Duration.ZERO, Duration.ofHours(24))
          .orThrow();
    }
  }

  /** Every pod of the old release ends before the first one of the new release starts. */
  record Recreate() implements RolloutStrategy {}

  /**
   * The new release starts in parallel to the old one, then the Service is switched over.
   *
   * @param waitForPromote switch only after Promote
   * @param keepOld how long the old pods are retained for a rollback, up to 24 hours
   */
  record BlueGreen(boolean waitForPromote, Duration keepOld) implements RolloutStrategy {
    @SuppressWarnings("NullAway") // JSON may leave it out
    public BlueGreen {
      keepOld = keepOld == null ? Duration.ofSeconds(30) : keepOld;
      Check.that().between("keepOld", keepOld, Duration.ZERO, Duration.ofHours(24)).orThrow();
    }
  }
}
