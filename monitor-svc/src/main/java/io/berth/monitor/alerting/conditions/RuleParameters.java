/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.alerting.conditions;

import io.berth.events.InvalidEventException;
import io.berth.events.InvalidField;
import io.berth.events.alert.AlertRule;
import io.berth.events.quantity.DurationFormat;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Reads a rule's parameters. A rule with {@link #faults} is ignored. */
public final class RuleParameters {

  private static final Set<String> DURATIONS = Set.of("window", "criticalAfter", "staleAfter");
  private static final Set<String> NUMBERS =
      Set.of("restarts", "criticalRestarts", "criticalKills", "replicas", "threshold", "recover");

  private RuleParameters() {}

  /** The parameters whose values are invalid. */
  public static List<InvalidField> faults(AlertRule rule) {
    List<InvalidField> faults = new ArrayList<>();
    new TreeMap<>(rule.parameters())
        .forEach(
            (name, value) ->
                fault(name, value)
                    .map(fault -> fault.within("parameters." + name))
                    .ifPresent(faults::add));
    return faults;
  }

  /** Unknown parameters are ignored: a later version may know them. */
  private static Optional<InvalidField> fault(String name, String value) {
    if (DURATIONS.contains(name)) {
      return durationFault(value);
    }
    return NUMBERS.contains(name) ? numberFault(value) : Optional.empty();
  }

  private static Optional<InvalidField> durationFault(String value) {
    try {
      DurationFormat.parse(value);
      return Optional.empty();
    } catch (InvalidEventException e) {
      return Optional.of(e.fields().getFirst());
    }
  }

  private static Optional<InvalidField> numberFault(String value) {
    return value.matches("[0-9]{1,9}(\\.[0-9]{1,9})?")
        ? Optional.empty()
        : Optional.of(new InvalidField("", "'" + value + "'", "a number such as 3 or 0.9"));
  }

  public static double number(AlertRule rule, String name, double defaultValue) {
    String value = rule.parameters().get(name);
    return value == null ? defaultValue : new BigDecimal(value).doubleValue();
  }

  public static Duration duration(AlertRule rule, String name, Duration defaultValue) {
    String value = rule.parameters().get(name);
    return value == null ? defaultValue : DurationFormat.parse(value);
  }
}
