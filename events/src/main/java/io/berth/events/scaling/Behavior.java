/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.scaling;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.berth.events.Check;
import io.berth.events.InvalidEventException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How fast and how steadily replicas change; the meaning is that of {@code spec.behavior} of
 * Kubernetes' HorizontalPodAutoscaler v2.
 *
 * @param scaleUp upwards
 * @param scaleDown downwards
 */
public record Behavior(Rules scaleUp, Rules scaleDown) {

  @SuppressWarnings("NullAway") // JSON may leave these out
  public Behavior {
    scaleUp = scaleUp == null ? standard().scaleUp() : scaleUp;
    scaleDown = scaleDown == null ? standard().scaleDown() : scaleDown;
  }

  /** Reads what JSON says of each direction and fills in the rest from {@link #standard()}. */
  @JsonCreator
  static Behavior of(
      @JsonProperty("scaleUp") @Nullable PartialRules scaleUp,
      @JsonProperty("scaleDown") @Nullable PartialRules scaleDown) {
    return new Behavior(
        PartialRules.filled("scaleUp", scaleUp, standard().scaleUp()),
        PartialRules.filled("scaleDown", scaleDown, standard().scaleDown()));
  }

  /** The HPA's defaults. */
  public static Behavior standard() {
    Duration period = Duration.ofSeconds(15);
    return new Behavior(
        new Rules(
            Duration.ZERO,
            List.of(
                new RatePolicy(RateType.PODS, 4, period),
                new RatePolicy(RateType.PERCENT, 100, period)),
            Select.MAX,
            0.1),
        new Rules(
            Duration.ofSeconds(300),
            List.of(new RatePolicy(RateType.PERCENT, 100, period)),
            Select.MAX,
            0.1));
  }

  /** Which of several rate policies counts. */
  public enum Select {
    MAX,
    MIN,
    DISABLED
  }

  /** What a rate is counted in. */
  public enum RateType {
    PODS,
    PERCENT
  }

  /**
   * Rules of one direction.
   *
   * @param stabilization the window of recommendations, up to 1 hour
   * @param policies how much may change in how long
   * @param select which of the policies counts; MAX if left out
   * @param tolerance deviation from the target that changes nothing, 0 to 1
   */
  public record Rules(
      Duration stabilization, List<RatePolicy> policies, Select select, double tolerance) {
    @SuppressWarnings("NullAway") // JSON may leave these out
    public Rules {
      stabilization = stabilization == null ? Duration.ZERO : stabilization;
      policies = policies == null ? List.of() : List.copyOf(policies);
      select = select == null ? Select.MAX : select;
      Check.that()
          .between("stabilization", stabilization, Duration.ZERO, Duration.ofHours(1))
          .holds(
              tolerance >= 0 && tolerance <= 1,
              "tolerance",
              Double.toString(tolerance),
              "0.0 to 1.0")
          .orThrow();
    }
  }

  /**
   * A maximum change in a period.
   *
   * @param type pods or percent
   * @param value at least 1
   * @param period 1 second to 30 minutes
   */
  public record RatePolicy(RateType type, int value, Duration period) {
    public RatePolicy {
      Check.that()
          .present("type", type)
          .atLeast("value", value, 1)
          .between("period", period, Duration.ofSeconds(1), Duration.ofMinutes(30))
          .orThrow();
    }
  }

  /** Rules of one direction as JSON says them: any part may be left out. */
  record PartialRules(
      @Nullable Duration stabilization,
      @Nullable List<RatePolicy> policies,
      @Nullable Select select,
      @Nullable Double tolerance) {

    private static Rules filled(String direction, @Nullable PartialRules partial, Rules standard) {
      if (partial == null) {
        return standard;
      }
      try {
        Check.that()
            .holds(
                partial.policies == null
                    || !partial.policies.isEmpty()
                    || partial.select == Select.DISABLED,
                "policies",
                "none",
                "at least one; leave it out for the standard ones")
            .orThrow();
        return new Rules(
            partial.stabilization == null ? standard.stabilization() : partial.stabilization,
            partial.policies == null ? standard.policies() : partial.policies,
            partial.select == null ? standard.select() : partial.select,
            partial.tolerance == null ? standard.tolerance() : partial.tolerance);
      } catch (InvalidEventException e) {
        throw new InvalidEventException(
            e.fields().stream().map(field -> field.within(direction)).toList());
      }
    }
  }
}
